import CloudTrail
import Testing

@testable import Query

@Suite("The answers of several engines are one")
struct EngineAnswerTests {
  private let request = SummaryRequest(
    since: Timestamp("2026-11-01T00:00:00Z"), until: Timestamp("2026-11-01T02:00:00Z"),
    tables: [.accounts, .principals, .actions, .timeline], rows: 2, buckets: 2)

  /// What an engine counted: of each action so many events by kim in an account, all in one hour.
  private func answer(_ actions: [String: Int], account: String, hour: Int, type: String = "IAMUser")
    -> EngineAnswer
  {
    var counting = InsightsSummary(request)
    counting.take(
      actions.map { action, events in
        [
          "events": "\(events)", "firstTime": "2026-11-01T0\(hour):10:00Z",
          "lastTime": "2026-11-01T0\(hour):30:00Z", "eventSourceKey": "iam.amazonaws.com",
          "eventNameKey": action, "typeKey": type, "arnKey": "arn:aws:iam::1:user/kim",
          "recipientAccountIdKey": account,
        ]
      })
    counting.take([])
    counting.take([["bucket": "2026-11-01 0\(hour):00:00.000", "events": "\(actions.values.reduce(0, +))"]])
    return counting.answer
  }

  private func merged(_ answers: EngineAnswer..., isMissingSome: Bool = false) -> EngineAnswer {
    EngineAnswer(of: request, merging: answers, isMissingSome: isMissingSome)
  }

  @Test("events add up by account, principal and action")
  func sums() {
    let summary = merged(
      answer(["GetUser": 3, "ListUsers": 2], account: "111111111111", hour: 0),
      answer(["GetUser": 4], account: "222222222222", hour: 1)
    ).summary
    #expect(summary.totals.events == 9)
    #expect((summary.totals.accounts, summary.totals.principals, summary.totals.actions) == (2, 1, 2))
    #expect(summary.accounts.map(\.counts.events) == [5, 4])
    #expect(summary.principals.map(\.counts.events) == [9] && summary.principals[0].accounts == 2)
    #expect(summary.principals[0].counts.first == Timestamp("2026-11-01T00:10:00Z"))
    #expect(summary.principals[0].counts.last == Timestamp("2026-11-01T01:30:00Z"))
    #expect(summary.actions.map(\.counts.events) == [7, 2])
  }

  @Test("the first rows are those of the sums, which may be the first of no source")
  func rows() {
    let summary = merged(
      answer(["A": 5, "B": 4, "C": 3], account: "111111111111", hour: 0),
      answer(["D": 5, "B": 4, "C": 3], account: "111111111111", hour: 0)
    ).summary
    #expect(summary.actions.map(\.action.string) == ["iam:B", "iam:C"])
  }

  @Test("a principal's type is that of most of its events of all sources")
  func types() {
    let summary = merged(
      answer(["A": 3], account: "1", hour: 0), answer(["A": 2], account: "1", hour: 0, type: "Root"),
      answer(["A": 2], account: "1", hour: 0, type: "Root")
    ).summary
    #expect(summary.principals.map(\.type) == ["Root"])
  }

  @Test("the timelines add up")
  func timeline() {
    let summary = merged(
      answer(["A": 3], account: "1", hour: 0), answer(["A": 4], account: "1", hour: 1),
      answer(["A": 5], account: "1", hour: 1)
    ).summary
    #expect(summary.timeline.bucketSeconds == 3600)
    #expect(summary.timeline.buckets.map(\.events) == [3, 9])
  }

  @Test("copies in several sources are not told apart, which is said")
  func copies() {
    let one = answer(["A": 3], account: "1", hour: 0)
    let both = merged(one, one)
    #expect(both.remarks == one.remarks.union([.copiesAcrossSources]))
    #expect(both.summary.totals.events == 6 && !both.summary.complete)
    #expect(merged(one).remarks == one.remarks)
  }

  @Test("what a source did not answer is missing")
  func missing() {
    let answer = merged(answer(["A": 3], account: "1", hour: 0), isMissingSome: true)
    #expect(answer.remarks.contains(.missingSource))
    #expect(EngineNote(asOf: Timestamp(seconds: 0), remarks: answer.remarks).isPartial)
  }
}
