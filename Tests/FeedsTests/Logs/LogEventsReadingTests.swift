import CloudTrail
import Testing

@testable import Feeds

@Suite struct LogEventsReadingTests {
  @Test func `an empty page with a token is not the end`() async throws {
    let service = LogsService { _, body in
      if body.contains(#""nextToken":"t2""#) { return #"{"events":[\#(event("b", at: 20))]}"# }
      if body.contains(#""nextToken":"t1""#) { return #"{"events":[],"nextToken":"t2"}"# }
      return #"{"events":[\#(event("a", at: 10))],"nextToken":"t1"}"#
    }
    let pages = try await pages(of: LogEventsSource("iam", calls: service.calls))
    #expect(pages.map { $0.documents.map(\.id) } == [["a"], [], ["b"]])
    #expect(pages.map(\.reached?.milliseconds) == [9, nil, 19])
  }

  @Test func `times are milliseconds, and a name is asked for as a name`() async throws {
    let service = LogsService { _, _ in #"{"events":[]}"# }
    _ = try await pages(of: LogEventsSource("iam", calls: service.calls), from: 1_234, through: 5_678)
    #expect(service.operations == ["FilterLogEvents"])
    #expect(service.bodies == [#"{"logGroupName":"iam","startTime":1234,"endTime":5678}"#])
  }

  @Test func `an ARN is asked for as an identifier`() async throws {
    let service = LogsService { _, _ in #"{"events":[]}"# }
    let arn = "arn:aws:logs:eu-west-1:111122223333:log-group:iam"
    _ = try await pages(of: LogEventsSource(arn, calls: service.calls), through: nil)
    #expect(service.bodies == [#"{"logGroupIdentifier":"\#(arn)","startTime":0}"#])
  }

  @Test func `a token that comes again ends the reading, which is not whole`() async throws {
    let service = LogsService { _, _ in #"{"events":[],"nextToken":"t"}"# }
    let pages = try await pages(of: LogEventsSource("iam", calls: service.calls))
    #expect(pages.map(\.shortfall) == [nil, "iam: the service names the same page again as the next one"])
  }

  @Test func `an event without its id makes the page partial`() async throws {
    let service = LogsService { _, _ in #"{"events":[{"timestamp":5,"message":"x"}]}"# }
    let pages = try await pages(of: LogEventsSource("iam", calls: service.calls))
    #expect(pages.map(\.shortfall) == ["a log event came without its id or its time"])
  }

  @Test func `an answer that is no JSON is tried again later`() async {
    let service = LogsService { _, _ in "<html>" }
    await #expect {
      _ = try await pages(of: LogEventsSource("iam", calls: service.calls))
    } throws: {
      ($0 as? SourceFailure)?.kind == .transient
    }
  }
}

private func event(_ id: String, at time: Int) -> String {
  #"{"logStreamName":"s","timestamp":\#(time),"message":"{}","ingestionTime":\#(time),"eventId":"\#(id)"}"#
}
