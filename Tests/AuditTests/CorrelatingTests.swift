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
    return try ruleSet(text)
  }

  private func run(_ clock: String, _ id: String) -> String {
    record(
      id, at: clock, #""eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1""#)
  }

  /// The ids of counted events and the rules that they matched.
  private func alerts(_ store: EventStore) -> [String] {
    store.list(EventListRequest(limit: 200)).rows.filter { !$0.rules.isEmpty }.map {
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

  /// A record an hour of two accounts, of which the first stops.
  private func hours(_ first: Int, _ second: Int) -> [String] {
    (0...max(first, second)).flatMap { hour in
      [("111122223333", first), ("444455556666", second)].filter { hour <= $0.1 }.map { account, _ in
        let id = "00000000-0000-4000-8000-\(account.prefix(6))\(hour < 10 ? "00000" : "0000")\(hour)"
        let day = "2026-11-0\(hour / 24 + 1)T\(hour % 24 < 10 ? "0" : "")\(hour % 24)"
        return record(id, at: "00:00:00", #""eventTime":"\#(day):00:00Z","recipientAccountId":"\#(account)""#)
      }
    }
  }

  private func silences(_ groupBy: String) throws -> RuleSet {
    let text = "title: S\nid: silent\ncorrelation: {type: silence, group-by: \(groupBy), timespan: 30d}\n"
    return try ruleSet(text)
  }

  @Test(
    "a silence is at the last event before it, whatever the order of files, and of live events once it is looked for"
  )
  func silence() throws {
    let judge = Judge(rules: try silences("account"), scope: .all)
    let files = store(hours(30, 50).reversed(), judge: judge, keepsDetails: true)
    files.settle()
    #expect(alerts(files) == [#"2026-11-02T06:00:00Z ["silent"]"#])
    let ended = store(hours(30, 30) + [hours(40, 40).last ?? ""], judge: judge, keepsDetails: true)
    ended.settle()
    #expect(alerts(ended) == [#"2026-11-02T06:00:00Z ["silent"]"#])
    let live = store(hours(30, 50), judge: judge, duplicates: .first, keepsDetails: true)
    #expect(alerts(live).isEmpty)
    let now = time("12:00:00").milliseconds + 5 * 86_400_000
    #expect(!live.tick(Timestamp(milliseconds: now), isCaughtUp: true))
    #expect(live.tick(Timestamp(milliseconds: now + 60_000), isCaughtUp: true))
    #expect(alerts(live) == [#"2026-11-02T06:00:00Z ["silent"]"#])
  }

  @Test("what the screen holds until files are read is correlated as they would be, then as it comes")
  func held() throws {
    let judge = Judge(rules: try rules(), scope: .all)
    let held = EventStore(rules: judge.rules, sources: 1, duplicates: .first, keepsDetails: true)
    held.hold()
    for text in [run("12:00:20", "b"), run("12:30:00", "c"), run("12:00:00", "a"), run("12:30:20", "d")] {
      var intake = Intake(judge: judge, source: 0, keepsDetails: true)
      var reader = EventReader(MemorySource(Array(text.utf8))) { intake.take($0, file: 0, isReadable: true) }
      _ = reader.read()
      reader.finish()
      intake.commit(to: held)
      if text.contains("12:00:00") {
        #expect(alerts(held).isEmpty)
        held.settle()
        #expect(alerts(held) == [#"2026-11-01T12:00:20Z ["twice"]"#])
      }
    }
    #expect(alerts(held).count == 2)
  }
}
