import AWS
import CloudTrail
import Testing

@testable import Pipeline

/// The form is that of the CloudWatch API Reference, version 2010-08-01.
@Suite("What CloudWatch answers about metrics") struct MetricCallsTests {
  /// An answer with values by the metric's id.
  static func answer(_ results: [(id: String, values: [String], status: String)], next: String? = nil)
    -> Result<HTTPAnswer, HTTPError>
  {
    let members = results.map { id, values, status in
      let times = values.map { _ in "<member>2026-11-24T11:55:00Z</member>" }.joined()
      let numbers = values.map { "<member>\($0)</member>" }.joined()
      return """
        <member><Id>\(id)</Id><Label>Errors</Label><Timestamps>\(times)</Timestamps><Values>\(numbers)</Values>
        <StatusCode>\(status)</StatusCode></member>
        """
    }
    let token = next.map { "<NextToken>\($0)</NextToken>" } ?? ""
    return .status(
      200,
      """
      <GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><GetMetricDataResult>
        <MetricDataResults>\(members.joined())</MetricDataResults>\(token)<Messages/></GetMetricDataResult>
        <ResponseMetadata><RequestId>9a2b3c4d</RequestId></ResponseMetadata></GetMetricDataResponse>
      """)
  }

  private let sum = Metric(namespace: "AWS/Lambda", name: "Errors", dimensions: [])
  private let longest = Metric(namespace: "AWS/Lambda", name: "Duration", dimensions: [], statistic: .maximum)

  private func values(_ answers: [String: Result<HTTPAnswer, HTTPError>]) async throws -> [Metric: Double] {
    let now = ScriptedWorld.start
    return try await RecordedAnswers(answers).calls
      .values(of: [sum, longest], from: now.anHourAgo, through: now, in: "us-east-1")
  }

  @Test("sums are summed and maxima compared, over all the pages that a metric's values come on")
  func pages() async throws {
    let found = try await values([
      "GetMetricData": Self.answer(
        [("m0", ["7.0", "5.0"], "PartialData"), ("m1", ["30000.0", "120.5"], "PartialData")], next: "2"),
      "GetMetricData 2": Self.answer([("m0", ["1.0"], "Complete"), ("m1", ["900.0"], "Complete")]),
    ])
    #expect(found == [sum: 13, longest: 30_000])
  }

  @Test("a metric without values is nothing, and so is an answer without results")
  func empty() async throws {
    #expect(
      try await values(["GetMetricData": Self.answer([("m0", [], "Complete"), ("m1", [], "Complete")])])
        == [sum: 0, longest: 0])
    #expect(try await values(["GetMetricData": Self.answer([])]) == [:])
  }

  @Test(
    "a metric that could not be read is no metric without errors",
    arguments: [
      (MetricCallsTests.answer([("m0", [], "InternalError")]), "InternalError for Errors"),
      (MetricCallsTests.answer([("m0", [], "Forbidden")]), "Forbidden for Errors"),
      (queryError("InvalidParameterValue", "The parameter StartTime is not valid."), "InvalidParameterValue"),
    ])
  func unreadable(answer: Result<HTTPAnswer, HTTPError>, words: String) async {
    let failure = await #expect(throws: CallFailure.self) { try await values(["GetMetricData": answer]) }
    guard case .failed(let said)? = failure else {
      return #expect(Bool(false), "\(String(describing: failure))")
    }
    #expect(said.contains(words))
  }

  @Test("a right that is lacking has its action's name")
  func denied() async {
    let no = queryError(
      "AccessDenied", "User is not authorized to perform: cloudwatch:GetMetricData", status: 403)
    await #expect(throws: CallFailure.denied(action: "cloudwatch:GetMetricData")) {
      try await values(["GetMetricData": no])
    }
  }
}
