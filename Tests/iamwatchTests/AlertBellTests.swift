import Audit
import CloudTrail
import Configuration
import Detection
import Query
import Terminal
import Testing

@testable import iamwatch

@Suite("The bell")
struct AlertBellTests {
  private let store: EventStore
  private let judge: Judge

  init() throws {
    func rule(_ id: String, _ filter: String, _ level: Severity) throws -> Detection.Rule {
      Detection.Rule(
        id: id, title: "Rule \(id)", description: "", level: level, tags: [], falsePositives: [],
        predicate: try FilterSyntax.predicate(from: filter, now: Timestamp(milliseconds: 0)),
        testEvents: .init(mustMatch: [], mustNotMatch: []))
    }
    let rules = RuleSet([
      try rule("bad", "action:StopLogging", .high), try rule("mild", "action:GetUser", .low),
    ])
    judge = Judge(rules: rules, scope: .all)
    store = EventStore(rules: rules, sources: 1, duplicates: .first, keepsDetails: true)
  }

  private func arrive(_ id: String, _ action: String) {
    var intake = Intake(judge: judge, source: 0, keepsDetails: true)
    let text = """
      {"eventID":"\(id)","eventTime":"2026-11-01T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"\(action)",\
      "recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ana"}}
      """
    var reader = EventReader(MemorySource(Array(text.utf8))) { intake.take($0, file: 0, isReadable: true) }
    _ = reader.read()
    reader.finish()
    intake.commit(to: store)
  }

  private func bell(_ severity: String = "high") throws -> AlertBell {
    let setting = try #require(try BellSetting(severity: severity, form: nil, Configuration.Notify()))
    return AlertBell(setting, store, accountNames: [ExactString("111122223333"): "payments"])
  }

  @Test("calls for an alert that comes in, with what, who and where")
  func calls() throws {
    var bell = try bell()
    arrive("1", "StopLogging")
    bell.look(isLive: true, AlertDecisions())
    #expect(bell.call(at: .now) == "high: Rule bad, user/ana in payments")
    #expect(bell.call(at: .now + .seconds(60)) == nil)
  }

  @Test("not for what is less bad, nor a second time for a copy")
  func quiet() throws {
    var bell = try bell()
    arrive("1", "GetUser")
    arrive("2", "StopLogging")
    bell.look(isLive: true, AlertDecisions())
    _ = bell.call(at: .now)
    arrive("2", "StopLogging")
    bell.look(isLive: true, AlertDecisions())
    #expect(bell.call(at: .now + .seconds(60)) == nil)
  }

  @Test("not for what was there before the screen was opened")
  func past() throws {
    var bell = try bell()
    arrive("1", "StopLogging")
    bell.look(isLive: false, AlertDecisions())
    arrive("2", "GetUser")
    bell.look(isLive: true, AlertDecisions())
    #expect(bell.call(at: .now) == nil)
  }

  @Test("not for what is muted or acknowledged")
  func decided() throws {
    let when = try #require(Timestamp("2026-11-01T12:00:00Z"))
    for kind in [AlertDecision.Kind.muted(until: nil), .acknowledged(through: when)] {
      var bell = try bell()
      arrive("\(kind)", "StopLogging")
      let decision = AlertDecision(scope: AlertScope(rule: "bad"), kind: kind, reason: "", decidedAt: when)
      bell.look(isLive: true, AlertDecisions([decision]))
      #expect(bell.call(at: .now) == nil)
    }
  }

  @Test("at most every ten seconds; what came meanwhile is told then")
  func pause() throws {
    var bell = try bell("low")
    let start = ContinuousClock.now
    arrive("1", "GetUser")
    bell.look(isLive: true, AlertDecisions())
    #expect(bell.call(at: start) != nil)
    arrive("2", "GetUser")
    arrive("3", "StopLogging")
    bell.look(isLive: true, AlertDecisions())
    #expect(bell.call(at: start + .seconds(9)) == nil)
    #expect(bell.call(at: start + .seconds(10)) == "high: Rule bad, user/ana in payments, and 1 more")
  }

  @Test("it is off unless asked for, and a word that is none is refused")
  func setting() throws {
    let none = try BellSetting(severity: nil, form: "osc9", Configuration.Notify())
    #expect(none == nil)
    #expect(throws: UsageError.self) { try BellSetting(severity: "loud", form: nil, Configuration.Notify()) }
    #expect(throws: UsageError.self) {
      try BellSetting(severity: "high", form: "gong", Configuration.Notify())
    }
    var notify = Configuration.Notify()
    (notify.bell, notify.bellForm) = (.medium, "osc777")
    let setting = try #require(try BellSetting(severity: nil, form: nil, notify))
    #expect(setting.severity == .medium && setting.form == .osc777)
    #expect(try BellSetting(severity: "critical", form: "bell", notify)?.severity == .critical)
  }
}
