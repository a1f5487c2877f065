import Audit
import CloudTrail
import Detection
import Query
import Testing

@testable import Notify

@Suite("Alerts are made of events")
struct AlertMakerTests {
  @Test("one for each rule that matches, none for an event that no rule matches")
  func eachRule() throws {
    let rules = RuleSet([try rule("a"), try rule("b", filter: "is:denied"), try rule("c")])
    #expect(alerts([record()], by: rules).map(\.rule.id) == ["a", "c"])
    #expect(alerts([record(["readOnly": "true"])], by: rules).isEmpty)
  }

  @Test("the same event raises an alert of the same id in another run")
  func stable() throws {
    let rules = RuleSet([try rule()])
    let once = alerts([record()], by: rules).map(\.id)
    #expect(once == alerts([record()], by: rules).map(\.id))
    // printf '12:admin-policy3:e-112:11112222333336:arn:aws:iam::111122223333:user/alice' | sha256sum | head -c 32
    #expect(once == ["1e7bc6e336976b14c13aef585f177a52"])
  }

  @Test("a record without an id has an alert of the same id in another run, and another record another")
  func withoutID() throws {
    let rule = try rule()
    let first = try #require(alert(id: nil, by: rule))
    #expect(alert(id: nil, by: rule)?.id == first.id)
    #expect(alert(["eventName": #""CreateUser""#], id: nil, by: rule)?.id != first.id)
    #expect(first.eventIDs == [])
    #expect(first.openCommand == nil)
  }

  @Test("another rule, another event or another principal is another alert")
  func different() throws {
    let raised = [
      alert(by: try rule("a")), alert(by: try rule("b")), alert(id: "e-2", by: try rule("a")),
      alert(["recipientAccountId": #""444455556666""#], by: try rule("a")),
    ]
    #expect(Set(raised.compactMap { $0?.id }).count == 4)
  }

  @Test("an event that a rule matches is told even out of scope")
  func scope() throws {
    #expect(alert(["eventSource": #""s3.amazonaws.com""#], by: try rule()) != nil)
  }

  private static let burst = """
    title: Refused
    id: refused
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection: {errorCode: AccessDenied}
      condition: selection
    level: low
    ---
    title: Burst
    id: burst
    level: critical
    correlation:
      type: event_count
      rules: [refused]
      group-by: [sourceIPAddress]
      timespan: 10m
      condition: {gte: 3}
    """

  private func rulesOfBurst() throws -> RuleSet {
    let loaded = try RuleFiles.load([RuleFile(path: "burst.yml", text: Self.burst)], placeholders: [:])
    return RuleSet(loaded.rules, correlations: loaded.correlations)
  }

  /// Refused calls, a minute after another.
  private func refused(_ ids: [String]) -> [String] {
    ids.enumerated().map { minute, id in
      record(id: id, ["eventTime": "\"2026-10-31T12:0\(minute):00Z\"", "errorCode": #""AccessDenied""#])
    }
  }

  private func burst(_ ids: [String]) throws -> [RaisedAlert] {
    alerts(refused(ids), by: try rulesOfBurst()).filter { $0.rule.id == "burst" }
  }

  @Test("a burst that a restart cuts in two is one, and is told once", arguments: 0...4)
  func restart(cut: Int) throws {
    let records = refused(["a", "b", "c", "d"])
    let (rules, later) = (try rulesOfBurst(), try rulesOfBurst())
    let first = outcomes(records.prefix(cut), AlertMaker(Judge(rules: rules)))
    let earlier = first.compactMap(\.observed).compactMap { observed in
      later.correlations.observation(
        time: observed.time, id: observed.id, fields: observed.fields,
        ruleIDs: rules.correlations.ruleIDs(of: observed))
    }
    // The next run reads the last event again.
    let second = outcomes(
      records.dropFirst(max(0, cut - 1)), AlertMaker(Judge(rules: later), earlier: earlier))
    let told = (first + second).flatMap(\.alerts).filter { $0.rule.id == "burst" }
    #expect(told.map(\.eventIDs) == [["a", "b", "c"]])
  }

  @Test("a correlation is told with all its events, once")
  func correlation() throws {
    let raised = try burst(["a", "b", "c", "d"])
    #expect(raised.map(\.eventIDs) == [["a", "b", "c"]])
    #expect(raised.first?.group == ["203.0.113.9"])
    #expect(raised.first?.first.rfc3339 == "2026-10-31T12:00:00Z")
    #expect(raised.first?.last.rfc3339 == "2026-10-31T12:02:00Z")
  }

  @Test("a correlation that is completed by the same event has the same id, whatever else is known")
  func correlationID() throws {
    let whole = try burst(["a", "b", "c"]).map(\.id)
    #expect(try burst(["x", "b", "c"]).map(\.id) == whole)
    #expect(try burst(["a", "b", "y"]).map(\.id) != whole)
  }

  private static let newAction = """
    title: Write
    id: write
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection: {eventSource: iam.amazonaws.com}
      condition: selection
    ---
    title: New action
    id: new
    correlation: {type: first_seen, rules: [write], group-by: [principal], field: action, timespan: 30d}
    """

  /// Calls of one user on the days of October.
  private func calls(_ days: [(day: Int, action: String)]) -> [String] {
    days.map { day, action in
      record(
        id: "\(day)-\(action)",
        ["eventTime": "\"2026-10-\(day)T12:00:00Z\"", "eventName": "\"\(action)\""])
    }
  }

  private func rulesOfNew() throws -> RuleSet {
    let loaded = try RuleFiles.load([RuleFile(path: "new.yml", text: Self.newAction)], placeholders: [:])
    return RuleSet(loaded.rules, correlations: loaded.correlations)
  }

  @Test(
    "an alert about what is new says what, for whom, since when, beside how much; nothing is kept of its event"
  )
  func newValue() throws {
    let brought = outcomes(
      calls([(10, "GetUser"), (11, "ListUsers"), (12, "CreateUser")]),
      AlertMaker(Judge(rules: try rulesOfNew())))
    #expect(brought.allSatisfy { $0.observed == nil })
    let alerts = brought.flatMap(\.alerts)
    #expect(alerts.map(\.rule.id) == ["new", "new"])
    let reason =
      "new action iam:CreateUser for principal arn:aws:iam::111122223333:user/alice; learnt since "
      + "2026-10-10T12:00:00Z, 2 others known"
    #expect(alerts[1].reason == reason)
    let line = String(decoding: alerts[1].json(.new), as: UTF8.self)
    #expect(line.hasSuffix(#""state":"new","reason":"\#(reason)"}"# + "\n"))
    let message = String(decoding: SlackMessage(alerts[1], accountName: nil).body, as: UTF8.self)
    #expect(message.contains("learnt since 2026-10-10T12:00:00Z, 2 others known"))
  }

  @Test("what was learnt is there for the next run, by way of the state's records", arguments: 1...3)
  func learning(cut: Int) throws {
    let records = calls([(10, "GetUser"), (12, "GetUser"), (13, "CreateUser"), (14, "CreateUser")])
    var maker = AlertMaker(Judge(rules: try rulesOfNew()))
    let first = outcomes(records.prefix(cut), &maker)
    let kept = maker.takeLearnt().kept
    #expect(maker.takeLearnt().isEmpty)
    var later = AlertMaker(Judge(rules: try rulesOfNew()), learnt: Learnt(kept.shuffled()))
    let second = outcomes(records.dropFirst(cut), &later)
    #expect((first + second).flatMap(\.alerts).map(\.eventIDs) == [["13-CreateUser"]])
  }

  private static let silent = """
    title: Silent
    id: silent
    correlation: {type: silence, group-by: account, timespan: 30d}
    """

  /// An event an hour of each account, as far as it goes.
  private func hourly(_ hours: [String: Int]) -> [String] {
    (0..<60).flatMap { hour in
      hours.filter { hour <= $0.value }.map { account, _ in
        record(
          id: "\(account) \(hour)",
          [
            "eventTime": "\"2026-10-1\(hour / 24)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):00:00Z\"",
            "recipientAccountId": "\"\(account)\"",
          ])
      }
    }
  }

  private func rulesOfSilence() throws -> RuleSet {
    let loaded = try RuleFiles.load([RuleFile(path: "silent.yml", text: Self.silent)], placeholders: [:])
    return RuleSet(loaded.rules, correlations: loaded.correlations)
  }

  /// Looks for silences twice, with the time between that things need to settle.
  private func ticked(_ maker: inout AlertMaker) -> [RaisedAlert] {
    let now = 1_793_491_200_000 as Int64
    return [now, now + 60_000].flatMap { maker.tick(Timestamp(milliseconds: $0), isCaughtUp: true) }
  }

  @Test("a silence is told with the last event before it, by this run or the next, and once")
  func silence() throws {
    let records = hourly(["111122223333": 40, "444455556666": 59])
    var maker = AlertMaker(Judge(rules: try rulesOfSilence()))
    #expect(outcomes(records, &maker).allSatisfy { $0.alerts.isEmpty && $0.observed == nil })
    let learnt = maker.takeLearnt()
    var next = AlertMaker(
      Judge(rules: try rulesOfSilence()), learnt: Learnt(learnt.kept, learnt.keptRhythms))
    for alerts in [ticked(&maker), ticked(&next)] {
      #expect(alerts.map(\.group) == [["111122223333"]] && alerts.map(\.eventIDs) == [["111122223333 40"]])
      #expect(alerts.map(\.event.account) == ["111122223333"])
      #expect(
        alerts[0].reason?.hasPrefix("no event of account 111122223333 for 19 h 0 min, from 2026-10-11T16:00")
          == true)
    }
    let told = next.takeLearnt()
    var last = AlertMaker(Judge(rules: try rulesOfSilence()), learnt: Learnt(told.kept, told.keptRhythms))
    #expect(ticked(&next).isEmpty && ticked(&last).isEmpty)
  }

  @Test("where the sources bring some events only, a silence says nothing")
  func narrowed() throws {
    var maker = AlertMaker(Judge(rules: try rulesOfSilence()), seesAll: false)
    _ = outcomes(hourly(["111122223333": 40, "444455556666": 59]), &maker)
    #expect(ticked(&maker).isEmpty && maker.takeLearnt().isEmpty)
  }
}
