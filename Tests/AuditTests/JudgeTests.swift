import CloudTrail
import Detection
import Query
import Testing

@testable import Audit

/// What drops a record, and in which order (COUNTING 20 and 22).
@Suite struct JudgeTests {
  private static let outside = #""eventSource":"ec2.amazonaws.com","eventName":"RunInstances""#

  private func counted(_ judge: Judge, _ text: String) -> (events: Int, outOfScope: Int, read: Int) {
    let store = store([text], judge: judge)
    return (
      store.summary(of: SummaryRequest()).totals.events, store.counts()[0].outOfScope, store.counts()[0].read
    )
  }

  @Test("an event of no identity service is out of scope, and counted as such")
  func scope() { #expect(counted(Judge(), record("1", Self.outside)) == (0, 1, 1)) }

  @Test("scope all keeps everything")
  func all() { #expect(counted(Judge(scope: .all), record("1", Self.outside)) == (1, 0, 1)) }

  @Test(
    "each identity service is in scope",
    arguments: [
      "iam", "sts", "signin", "sso", "sso-directory", "identitystore", "organizations", "access-analyzer",
      "rolesanywhere",
      "cognito-idp", "cognito-identity", "ram",
    ])
  func services(service: String) {
    #expect(counted(Judge(), record("1", #""eventSource":"\#(service).amazonaws.com""#)).events == 1)
  }

  @Test("an event without a source is out of scope")
  func unknownService() { #expect(counted(Judge(), record("1", #""eventSource":"""#)) == (0, 1, 1)) }

  @Test("what a rule matches is never out of scope")
  func ruleKeeps() throws {
    let judge = Judge(rules: RuleSet([try rule("r", "action:RunInstances")]))
    #expect(counted(judge, record("1", Self.outside)) == (1, 0, 1))
  }

  @Test("a record outside the window counts only as read, whatever its scope")
  func window() {
    let judge = Judge(since: time("13:00:00"))
    #expect(counted(judge, record("1", Self.outside)) == (0, 0, 1))
  }

  @Test("no rule is asked about a record outside the window")
  func rulesInWindow() throws {
    let rules = RuleSet([try rule("r", "action:GetUser")])
    let store = store([record("1")], judge: Judge(since: time("13:00:00"), rules: rules))
    #expect(store.summary(of: SummaryRequest()).alerts.isEmpty)
  }

  @Test("a record out of scope does not count as filtered")
  func filterLast() throws {
    let filter = try FilterSyntax.predicate(from: "action:GetUser", now: time("12:00:00"))
    #expect(counted(Judge(filter: filter), record("1", Self.outside)) == (0, 1, 1))
    #expect(counted(Judge(filter: filter), record("1", #""eventName":"ListUsers""#)) == (0, 0, 1))
    #expect(counted(Judge(filter: filter), record("1")) == (1, 0, 1))
  }

  @Test("a filter may ask for the rules matched")
  func filterByRule() throws {
    let filter = try FilterSyntax.predicate(from: "rule:r", now: time("12:00:00"))
    let judge = Judge(rules: RuleSet([try rule("r", "action:GetUser")]), filter: filter)
    #expect(counted(judge, record("1") + record("2", #""eventName":"ListUsers""#)).events == 1)
  }

  @Test("--since is inclusive and --until exclusive, to the millisecond")
  func edges() {
    let judge = Judge(since: time("12:00:00"), until: time("12:00:01"))
    for (moment, events) in [("11:59:59.999", 0), ("12:00:00", 1), ("12:00:00.999", 1), ("12:00:01", 0)] {
      #expect(counted(judge, record("1", at: moment)).events == events, "\(moment)")
    }
  }
}
