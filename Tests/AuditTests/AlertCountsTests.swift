import CloudTrail
import Detection
import Query
import Testing

@testable import Audit

/// COUNTING 24.
@Suite struct AlertCountsTests {
  private func summary(_ rules: [Rule], _ text: String) -> Summary {
    store([text], judge: Judge(rules: RuleSet(rules), scope: .all)).summary(of: SummaryRequest())
  }

  @Test("a rule has one row, with what it matched in it")
  func row() throws {
    let text =
      record("b", at: "12:00:01") + record("a", at: "12:00:01", #""recipientAccountId":"1""#)
      + record("c", at: "12:00:00", #""userIdentity":{"arn":"x"}"#) + record("d", #""eventName":"ListUsers""#)
    let alert = try #require(summary([try rule("r", "action:GetUser", .high)], text).alerts.first)
    #expect(alert.rule == "r" && alert.title == "Title of r" && alert.severity == .high && alert.count == 3)
    #expect(alert.first == time("12:00:00") && alert.last == time("12:00:01"))
    #expect(alert.accounts.map(\.string) == ["000000000001", "111122223333"])
    #expect(alert.principals.map(\.string) == ["arn:aws:iam::111122223333:user/ana", "x"])
    #expect(alert.eventIDs.map(\.string) == ["c", "a", "b"])
  }

  @Test("only the first hundred ids by time and id are listed")
  func hundred() throws {
    let ids = (0..<150).map { "id-\(1000 + ($0 * 77) % 150)" }
    let text = ids.map { record($0) }.joined() + record("zz", at: "11:00:00")
    let alert = try #require(summary([try rule("r", "action:GetUser")], text).alerts.first)
    #expect(alert.eventIDs.map(\.string) == ["zz"] + (1000..<1099).map { "id-\($0)" })
    #expect(alert.count == 151)
  }

  @Test("an event without an id counts and is not listed")
  func withoutID() throws {
    let alert = try #require(summary([try rule("r", "action:GetUser")], record(nil)).alerts.first)
    #expect(alert.count == 1 && alert.eventIDs.isEmpty)
  }

  @Test("rows stand by severity, then count, then the rule's bytes")
  func order() throws {
    let rules = [
      try rule("b", "action:GetUser", .low), try rule("a", "action:GetUser", .low),
      try rule("many", "action:*User*", .low),
      try rule("worst", "action:ListUsers", .critical), try rule("never", "action:Nothing", .critical),
    ]
    let summary = summary(rules, record("1") + record("2", #""eventName":"ListUsers""#))
    #expect(summary.alerts.map(\.rule) == ["worst", "many", "a", "b"])
  }

  @Test("totals count rows, every other table counts events with a match")
  func totals() throws {
    let rules = [try rule("a", "action:GetUser", .low), try rule("b", "action:GetUser", .low)]
    let summary = summary(rules, record("1") + record("2") + record("3", #""eventName":"ListUsers""#))
    #expect(summary.totals.alerts[Severity.low.rawValue] == 2 && summary.totals.alerts.reduce(0, +) == 2)
    #expect(summary.accounts.map(\.counts.alerts) == [2])
    #expect(summary.principals.map(\.counts.alerts) == [2])
    #expect(summary.actions.map(\.counts.alerts) == [2, 0])
    #expect(summary.timeline.buckets.map(\.alerts) == [2])
  }

  @Test("a bucket counts every event with a match, those of notable rules apart, and says the worst")
  func buckets() throws {
    let rules = [
      try rule("all", "action:*", .informational), try rule("get", "action:GetUser", .medium),
      try rule("create", "action:CreateUser", .high),
    ]
    let texts =
      record("1") + record("2", at: "12:00:01", #""eventName":"ListUsers""#)
      + record("3", at: "12:00:01", #""eventName":"ListRoles""#)
      + record("4", at: "12:00:02", #""eventName":"CreateUser""#) + record("5", at: "12:00:02")
    let buckets = summary(rules, texts).timeline.buckets
    #expect(buckets.map(\.alerts) == [1, 2, 2])
    #expect(buckets.map(\.notable) == [1, 0, 2])
    #expect(buckets.map(\.worst) == [.medium, .informational, .high])
  }
}
