import CloudTrail
import Query
import Testing

@testable import Feeds

@Suite("A source says since when it has events")
struct HistoryStartTests {
  private let day: Int64 = 86_400_000
  private var now: Timestamp { Timestamp(milliseconds: 100 * day) }

  private func time(daysAgo days: Int64) -> Timestamp { Timestamp(milliseconds: (100 - days) * day) }

  /// A log group as DescribeLogGroups tells of it.
  private func group(_ name: String, made: Timestamp? = nil, kept: Int? = nil) -> String {
    let made = made.map { #","creationTime":\#($0.milliseconds)"# } ?? ""
    let kept = kept.map { #","retentionInDays":\#($0)"# } ?? ""
    return #"{"logGroupName":"\#(name)","arn":"arn:aws:logs:r:1:log-group:\#(name):*"\#(made)\#(kept)}"#
  }

  /// What the source says of a window of so many days.
  private func start(
    _ groups: String..., of identifiers: [String] = ["iam"], days: Int64
  ) async throws -> HistoryStart? {
    let service = LogsService { _, body in
      #"{"logGroups":[\#(groups.first { body.contains(#""\#($0.split(separator: "\"")[3])""#) } ?? "")]}"#
    }
    return try await service.calls.historyStart(of: identifiers, after: time(daysAgo: days), at: now)
  }

  @Test("what is older than the retention is gone")
  func retention() async throws {
    let found = try await start(group("iam", made: time(daysAgo: 90), kept: 7), days: 30)
    #expect(found == HistoryStart(of: "iam", time(daysAgo: 7), .retention(days: 7)))
    #expect(found?.description == "history of iam begins at 1970-04-04T00:00:00Z: events are kept for 7 days")
  }

  @Test("before a group was made there is nothing")
  func made() async throws {
    let found = try await start(group("iam", made: time(daysAgo: 5), kept: 7), days: 30)
    #expect(found == HistoryStart(of: "iam", time(daysAgo: 5), .made))
    #expect(found?.description == "history of iam begins at 1970-04-06T00:00:00Z: it was made then")
  }

  @Test("nothing is said of a window that lies within", arguments: [nil, 7, 30])
  func within(kept: Int?) async throws {
    #expect(try await start(group("iam", made: time(daysAgo: 90), kept: kept), days: 6) == nil)
  }

  @Test("a window as long as the retention is not cut by the seconds since it was asked for")
  func asLong() async throws {
    let service = LogsService { _, _ in #"{"logGroups":[\#(group("iam", kept: 7))]}"# }
    let asked = Timestamp(milliseconds: time(daysAgo: 7).milliseconds - 30_000)
    #expect(try await service.calls.historyStart(of: ["iam"], after: asked, at: now) == nil)
  }

  @Test("of several groups the one whose history begins last is told")
  func several() async throws {
    let found = try await start(
      group("a", kept: 14), group("b", kept: 3), group("c"), of: ["a", "b", "c"], days: 30)
    #expect(found == HistoryStart(of: "b", time(daysAgo: 3), .retention(days: 3)))
  }

  @Test("the account's own group is not taken for another account's of the same name")
  func otherAccount() async throws {
    let (own, other) = ("arn:aws:logs:r:1:log-group:iam", "arn:aws:logs:r:2:log-group:iam")
    #expect(try await start(group("iam", kept: 1), of: [own], days: 30) != nil)
    #expect(try await start(group("iam", kept: 1), of: [other], days: 30) == nil)
  }

  @Test(
    "the note is made once the window has been read",
    arguments: [("logs", #"{"events":[]}"#), ("insights", results("Complete"))])
  func noted(kind: String, answer: String) async throws {
    let health = FeedHealth()
    let group = group("iam", kept: 7)
    let service = LogsService { operation, _ in
      switch operation {
      case "DescribeLogGroups": #"{"logGroups":[\#(group)]}"#
      case "StartQuery": started
      default: answer
      }
    }
    let now = now
    let clock = PollClock(now: { now }, sleep: { _ in })
    let (from, sink) = (time(daysAgo: 30), NoEvents())
    if kind == "logs" {
      let source = LogEventsSource("iam", calls: service.calls)
      await Poller(source, health: health, clock: clock).readOnce(from: from, through: now, into: sink)
    } else {
      let source = InsightsSource(try LogGroups("iam"), calls: service.calls, clock: clock)
      await Poller(source, health: health, clock: clock).readOnce(from: from, through: now, into: sink)
    }
    #expect(health.report.state == .complete)
    #expect(
      health.report.history == .begins(HistoryStart(of: "iam", time(daysAgo: 7), .retention(days: 7))))
    #expect(service.operations.last == "DescribeLogGroups")
  }

  @Test(
    "who may not ask is told so where much was read, and not of an hour", arguments: [(30, true), (0, false)])
  func refused(days: Int64, isTold: Bool) async throws {
    let service = LogsService { _, _ throws(SourceFailure) in
      throw SourceFailure(.lasting, "AccessDeniedException: no", status: 400)
    }
    let health = FeedHealth()
    await LogEventsSource("iam", calls: service.calls).noteHistory(
      from: time(daysAgo: days), on: health, at: now)
    #expect((health.report.history != nil) == isTold)
    #expect(health.report.state == .live && health.report.error == nil)
    #expect(
      health.report.remark?.hasSuffix("is not known: AccessDeniedException: no") == (isTold ? true : nil))
  }

  @Test("a store that holds older events than itself says nothing of when it was made")
  func carried() async throws {
    let group = group("iam", made: time(daysAgo: 5))
    let service = LogsService { _, _ in #"{"logGroups":[\#(group)]}"# }
    let source = LogEventsSource("iam", calls: service.calls)
    let (older, newer) = (FeedHealth(), FeedHealth())
    await source.noteHistory(from: time(daysAgo: 30), oldest: time(daysAgo: 20), on: older, at: now)
    await source.noteHistory(from: time(daysAgo: 30), oldest: time(daysAgo: 2), on: newer, at: now)
    #expect(older.report.history == nil)
    #expect(newer.report.history != nil)
  }
}

/// Takes nothing.
private final class NoEvents: EventSink {
  func take(_ event: EventView, file: UInt32, isReadable: Bool) {}
  func commit() {}
}
