import AWS
import CloudTrail
import Testing

@testable import Pipeline

/// From the answers of Lambda, CloudWatch and CloudWatch Logs, in their documented forms, to the finding.
@Suite("The hop of a function") struct FunctionGatheringTests {
  private static let name = "iamwatch-forward"
  private static let path = "/2015-03-31/functions/iamwatch-forward"

  private static func configuration(state: String = "Active") -> Result<HTTPAnswer, HTTPError> {
    .status(
      200,
      """
      {"FunctionName":"iamwatch-forward","FunctionArn":"arn:aws:lambda:us-east-1:999999999999:function:iamwatch-forward",\
      "Runtime":"provided.al2023","Handler":"forward","CodeSize":13000000,"Timeout":60,"MemorySize":256,"Version":"$LATEST",\
      "VpcConfig":{"SubnetIds":[],"SecurityGroupIds":[],"VpcId":""},"State":"\(state)","LastUpdateStatus":"Successful",\
      "Environment":{"Variables":{"IAMWATCH_OPENSEARCH_SERVICE":"es"}}}
      """)
  }

  /// Invocations, errors, throttles and the longest run in milliseconds.
  private static func load(_ values: String...) -> Result<HTTPAnswer, HTTPError> {
    MetricCallsTests.answer(values.enumerated().map { ("m\($0.offset)", [$0.element], "Complete") })
  }

  private static func log(_ messages: String...) -> Result<HTTPAnswer, HTTPError> {
    let events = messages.map {
      #"{"logStreamName":"2026/11/24/[$LATEST]8f","timestamp":1795521000000,"message":"\#($0)\n","ingestionTime":1795521001000}"#
    }
    return .status(200, #"{"events":[\#(events.joined(separator: ","))],"searchedLogStreams":[]}"#)
  }

  private func finding(_ answers: [String: Result<HTTPAnswer, HTTPError>]) async -> Finding {
    var all = [
      "\(Self.path)/configuration": Self.configuration(),
      "GetMetricData": Self.load("40.0", "0.0", "0.0", "900.0"),
      "\(Self.path)/policy": .status(
        404, #"{"Type":"User","Message":"The resource you requested does not exist."}"#),
    ]
    all.merge(answers) { $1 }
    let gathering = FunctionGathering(
      calls: RecordedAnswers(all).calls, region: "us-east-1", now: ScriptedWorld.start)
    return FunctionCheck(facts: await gathering.facts(of: Self.name), remedy: FunctionCheck.forwardRemedy)
      .finding()
  }

  @Test("a function that does not fail is well") func well() async {
    #expect(await finding([:]) == .ok("0 of 40 invocations failed within the last hour"))
  }

  @Test("a run as long as the time-out is one that was ended by it, and what to do is about the domain")
  func timeOutByMetric() async {
    let found = await finding([
      "GetMetricData": Self.load("40.0", "12.0", "0.0", "60000.0"), "FilterLogEvents": Self.log(),
    ])
    #expect(found.state == .broken)
    #expect(found.evidence == "12 of 40 invocations failed within the last hour, at the time-out of 60 s")
    #expect(found.remedy == FunctionCheck.forwardRemedy)
  }

  @Test("so is one of which the log says it, though the metric has not come yet")
  func timeOutByLog() async {
    let found = await finding([
      "GetMetricData": Self.load("40.0", "12.0", "0.0", "0.0"),
      "FilterLogEvents": Self.log(
        "START RequestId: 8f50 Version: $LATEST",
        "2026-11-24T11:50:00.000Z 8f50 Task timed out after 60.00 seconds", "END RequestId: 8f50",
        "REPORT RequestId: 8f50\\tDuration: 60000.00 ms\\tBilled Duration: 60000 ms"),
    ])
    #expect(found.evidence.hasSuffix("at the time-out of 60 s"))
    #expect(found.remedy == FunctionCheck.forwardRemedy)
  }

  @Test("a failure of another kind is told in the function's own words")
  func fails() async {
    let found = await finding([
      "GetMetricData": Self.load("40.0", "12.0", "0.0", "300.0"),
      "FilterLogEvents": Self.log("8f50 OpenSearch: es in us-east-1: status 403"),
    ])
    #expect(
      found.evidence.contains("failed within the last hour: 8f50 OpenSearch: es in us-east-1: status 403"))
  }

  @Test("a failure among hundreds of runs was made good by a retry") func rare() async {
    let found = await finding([
      "GetMetricData": Self.load("400.0", "1.0", "0.0", "60000.0"), "FilterLogEvents": Self.log(),
    ])
    #expect(found.state == .ok)
  }

  @Test("throttling is told by its number") func throttled() async {
    let found = await finding(["GetMetricData": Self.load("40.0", "0.0", "5.0", "300.0")])
    #expect(found.evidence == "5 invocations were throttled within the last hour")
  }

  @Test("a function that Lambda could not make ready is broken, whatever ran before") func failedState() async
  {
    let found = await finding(["\(Self.path)/configuration": Self.configuration(state: "Failed")])
    #expect(found.evidence == "iamwatch-forward is Failed, its last update Successful")
  }

  @Test("no function is the hop, and no right to ask is unknown", arguments: [404, 403])
  func errors(status: Int) async {
    let code = status == 404 ? "ResourceNotFoundException" : "AccessDeniedException"
    let answer = Result.status(
      status, #"{"Type":"User","Message":"Function not found or not allowed"}"#,
      [HTTPHeader("x-amzn-ErrorType", code)])
    let found = await finding(["\(Self.path)/configuration": answer])
    #expect(found.state == (status == 404 ? .broken : .unknown))
    #expect(
      found.evidence
        == (status == 404
          ? "there is no function iamwatch-forward" : "not allowed: lambda:GetFunctionConfiguration"))
  }

  @Test("metrics that cannot be read leave the hop unknown") func noMetrics() async {
    let found = await finding(["GetMetricData": queryError("InternalServiceFault", "internal", status: 500)])
    #expect(found.state == .unknown)
  }
}
