import CloudTrail
import Detection
import Query
import Testing

@testable import Audit

@Suite("Alerts that were decided about")
struct DecidedAlertsTests {
  private static let ana = ["111122223333", "arn:aws:iam::111122223333:user/ana"]
  private static let bob = ["111122223333", "arn:aws:iam::111122223333:user/bob"]

  private func bob(_ id: String, at clock: String) -> String {
    record(id, at: clock, #""userIdentity":{"type":"IAMUser","arn":"\#(Self.bob[1])"}"#)
  }

  private func mute(_ rule: String = "r", _ group: [String]? = nil, until: Timestamp? = nil) -> AlertDecision
  {
    AlertDecision(
      scope: AlertScope(rule: rule, group: group), kind: .muted(until: until), reason: "",
      decidedAt: time("12:00:00"))
  }

  private func acknowledge(_ group: [String]? = nil, through clock: String) -> AlertDecision {
    AlertDecision(
      scope: AlertScope(rule: "r", group: group), kind: .acknowledged(through: time(clock)), reason: "",
      decidedAt: time("12:00:00"))
  }

  private func summary(_ decisions: AlertDecision..., rules: [Rule]? = nil) throws -> Summary {
    let rules = try rules ?? [try rule("r", "action:GetUser", .high)]
    let texts = record("a", at: "12:00:00") + record("b", at: "12:10:00") + bob("c", at: "12:20:00")
    var request = SummaryRequest()
    (request.decisions, request.sparkParts) = (AlertDecisions(decisions), 2)
    return store([texts], judge: Judge(rules: RuleSet(rules), scope: .all)).summary(of: request)
  }

  @Test("nothing decided: all are open, and the row names its groups, the busiest first")
  func open() throws {
    let alert = try #require(try summary().alerts.first)
    #expect(alert.open == 3 && alert.state == .open && alert.muted == 0)
    #expect(alert.groups.map(\.values) == [Self.ana, Self.bob] && alert.groups.map(\.count) == [2, 1])
  }

  @Test("a muted rule leaves the totals and everybody's counts; its row says that it is muted")
  func muted() throws {
    let summary = try summary(mute())
    let alert = try #require(summary.alerts.first)
    #expect(alert.isMuted && alert.state == .muted && alert.count == 3)
    #expect(summary.totals.alerts.allSatisfy { $0 == 0 })
    #expect(summary.principals.allSatisfy { $0.counts.alerts == 0 })
    #expect(summary.timeline.buckets.allSatisfy { $0.alerts == 0 })
    #expect(summary.totals.events == 3)
  }

  @Test("of a rule with a muted group the others are counted, and how many are not")
  func mutedGroup() throws {
    let summary = try summary(mute("r", Self.ana))
    let alert = try #require(summary.alerts.first)
    #expect(alert.count == 1 && alert.muted == 2 && !alert.isMuted && alert.first == time("12:20:00"))
    #expect(alert.principals.map(\.string) == [Self.bob[1]])
    #expect(summary.totals.alerts[Severity.high.rawValue] == 1)
    let byPrincipal = summary.principals.map { ($0.principal.string, $0.counts.alerts) }
    #expect(byPrincipal.first { $0.0 == Self.ana[1] }?.1 == 0)
    #expect(byPrincipal.first { $0.0 == Self.bob[1] }?.1 == 1)
  }

  @Test("a mute with an end covers what happened before it")
  func mutedUntil() throws {
    let alert = try #require(try summary(mute(until: time("12:10:00"))).alerts.first)
    #expect(alert.count == 2 && alert.muted == 1)
  }

  @Test("an event that another rule matched too still counts, and is as bad as that rule")
  func otherRule() throws {
    let rules = [try rule("r", "action:GetUser", .high), try rule("s", "action:GetUser", .low)]
    let summary = try summary(mute(), rules: rules)
    let buckets = summary.timeline.buckets.filter { $0.events > 0 }
    #expect(buckets.allSatisfy { $0.alerts == 1 && $0.notable == 0 && $0.worst == .low })
    #expect(summary.accounts.map(\.counts.alerts) == [3])
    #expect(
      summary.totals.alerts[Severity.high.rawValue] == 0 && summary.totals.alerts[Severity.low.rawValue] == 1)
  }

  @Test("a row is acknowledged when all that is not muted is")
  func acknowledged() throws {
    #expect(try summary(acknowledge(through: "12:20:00")).alerts.map(\.state) == [.acknowledged])
    let some = try #require(try summary(acknowledge(through: "12:10:00")).alerts.first)
    #expect(some.state == .open && some.open == 1 && some.count == 3)
    let both = try summary(acknowledge(Self.ana, through: "12:59:00"), mute("r", Self.bob)).alerts
    #expect(both.map(\.state) == [.acknowledged])
  }

  @Test("a snapshot does not tell what is muted, and --fail-on does not see it")
  func snapshot() throws {
    let snapshot = Snapshot(
      generatedAt: time("13:00:00"), filter: nil, scope: .all, sources: [], summary: try summary(mute()))
    #expect(snapshot.worstSeverity == nil)
    #expect(String(decoding: snapshot.json(), as: UTF8.self).contains(#""alerts":[]}"#))
  }

  @Test("a correlation's alerts are told apart by what it groups by")
  func correlation() throws {
    let text = """
      title: Twice
      id: twice
      level: high
      correlation: {type: event_count, rules: [get], group-by: [sourceIPAddress], timespan: 1h, condition: {gte: 2}}
      ---

      """
    let rules = try ruleSet(text + ruleOfGetUser)
    func from(_ address: String, _ id: String, _ clock: String) -> String {
      record("00000000-0000-4000-8000-00000000000\(id)", at: clock, #""sourceIPAddress":"\#(address)""#)
    }
    let texts =
      from("192.0.2.1", "1", "12:00:00") + from("192.0.2.1", "2", "12:01:00")
      + from("192.0.2.2", "3", "12:02:00")
      + from("192.0.2.2", "4", "12:03:00")
    let store = store([texts], judge: Judge(rules: rules, scope: .all), duplicates: .first)
    var request = SummaryRequest()
    request.sparkParts = 2
    #expect(store.summary(of: request).alerts.first?.groups.map(\.values) == [["192.0.2.1"], ["192.0.2.2"]])
    request.decisions = AlertDecisions([mute("twice", ["192.0.2.1"])])
    let alert = try #require(store.summary(of: request).alerts.first)
    #expect(alert.count == 1 && alert.muted == 1 && alert.first == time("12:03:00"))
  }
}
