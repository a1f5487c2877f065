import CloudTrail
import Detection
import Query
import Testing

@testable import Audit

@Suite struct CorrelatingTests {
  private func rules(_ level: String = "high") throws -> RuleSet {
    let text = """
      title: Twice
      id: twice
      level: \(level)
      correlation: {type: event_count, rules: [run], group-by: [awsRegion], timespan: 1m, condition: {gte: 2}}
      ---
      title: Run
      id: run
      logsource: {product: aws}
      detection:
        s: {eventName: RunInstances}
        condition: s
      """
    let loaded = try RuleFiles.load([RuleFile(path: "t.yml", text: text)])
    return RuleSet(loaded.rules, correlations: loaded.correlations)
  }

  private func run(_ clock: String, _ id: String) -> String {
    record(
      id, at: clock, #""eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1""#)
  }

  /// The ids of counted events and the rules that they matched.
  private func alerts(_ store: EventStore) -> [String] {
    store.list(EventListRequest(limit: 9)).rows.filter { !$0.rules.isEmpty }.map {
      "\($0.time.rfc3339) \($0.rules)"
    }
  }

  @Test(
    "files are correlated when all are read; what completes a correlation comes into scope, the rest does not"
  )
  func files() throws {
    let judge = Judge(rules: try rules(), scope: .identity)
    let store = store([run("12:00:20", "b"), run("12:00:00", "a")], judge: judge, keepsDetails: true)
    #expect(alerts(store).isEmpty)
    store.settle()
    #expect(alerts(store) == [#"2026-11-01T12:00:20Z ["twice"]"#])
    #expect(store.counts().map(\.outOfScope) == [0, 1])
    #expect(store.summary(of: SummaryRequest()).alerts.map(\.rule) == ["twice"])
  }

  @Test("live events are correlated as they come, and a late one completes what it belongs to")
  func live() throws {
    let judge = Judge(rules: try rules(), scope: .all)
    let texts = [run("12:00:20", "b"), run("12:30:00", "c"), run("12:00:00", "a")]
    let store = store(texts, judge: judge, duplicates: .first, keepsDetails: true)
    #expect(alerts(store) == [#"2026-11-01T12:00:20Z ["twice"]"#])
  }

  @Test("events outside the window that is asked for are not correlated")
  func window() throws {
    let judge = Judge(since: time("12:00:10"), rules: try rules(), scope: .all)
    let store = store([run("12:00:20", "b"), run("12:00:00", "a")], judge: judge, keepsDetails: true)
    store.settle()
    #expect(alerts(store).isEmpty)
  }
}
