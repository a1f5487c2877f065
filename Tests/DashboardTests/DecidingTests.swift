import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Acknowledging and muting alerts")
struct DecidingTests {
  private static let group = ["333344445555", "arn:aws:iam::555566667777:user/backup-svc"]

  /// The alerts pane, with the rule of an id selected.
  private func on(_ rule: String? = "trail-stopped", columns: Int = 200, rows: Int = 60) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.model.focus = .alerts
    while let rule, screen.model.state(of: .alerts).selected?.string != rule { screen.press(.down) }
    return screen
  }

  private func kept(_ screen: Screen) -> [AlertDecision] {
    screen.said.compactMap { if case .keepDecision(let decision) = $0 { decision } else { nil } }
  }

  private func removed(_ screen: Screen) -> [AlertDecision] {
    screen.said.compactMap { if case .removeDecision(let decision) = $0 { decision } else { nil } }
  }

  private func rules(_ screen: Screen) -> [String] { screen.model.state(of: .alerts).rows.map(\.key.string) }

  private func row(_ screen: Screen, _ rule: String) -> TableRow? {
    screen.model.state(of: .alerts).rows.first { $0.key.string == rule }
  }

  @Test(
    "m asks for a reason; the rule then leaves the table and the header's counts, and is handed out to be kept"
  )
  func mute() throws {
    var screen = on()
    #expect(screen.lines[0].contains("2 critical"))
    screen.press(.character("m"))
    screen.type("planned")
    screen.press(.enter)
    let decision = try #require(kept(screen).first)
    #expect(decision.scope == AlertScope(rule: "trail-stopped") && decision.kind == .muted(until: nil))
    #expect(decision.reason == "planned" && decision.decidedAt == Story.now)
    #expect(!rules(screen).contains("trail-stopped"))
    #expect(screen.lines[0].contains("1 critical"))
    #expect(screen.lines.contains { $0.contains("Alerts 2") && $0.contains("1 muted") })
    #expect(screen.model.state(of: .alerts).selected == nil)
  }

  @Test("a duration before the reason ends the mute then")
  func duration() throws {
    var screen = on()
    screen.press(.character("m"))
    screen.type("7d the migration")
    screen.press(.enter)
    let decision = try #require(kept(screen).first)
    #expect(decision.kind == .muted(until: Timestamp(milliseconds: Story.now.milliseconds + 7 * 86_400_000)))
    #expect(decision.reason == "the migration")
  }

  @Test("a mute without a reason is refused, and says why", arguments: ["", "   ", "7d", "7d  "])
  func reasonless(_ text: String) {
    var screen = on()
    screen.press(.character("m"))
    screen.type(text)
    screen.press(.enter)
    #expect(kept(screen).isEmpty && screen.model.deciding != nil)
    #expect(screen.lines.last?.contains("a mute wants a reason") == true)
  }

  @Test("a mute for no time is refused", arguments: ["0d reason", "9223372036854775w reason"])
  func noTime(_ text: String) {
    var screen = on()
    screen.press(.character("m"))
    screen.type(text)
    screen.press(.enter)
    #expect(kept(screen).isEmpty || kept(screen).first?.kind == .muted(until: nil))
    #expect(screen.model.decided.allSatisfy { $0.kind == .muted(until: nil) })
  }

  @Test("esc leaves everything as it was")
  func cancelled() {
    var screen = on()
    screen.press(.character("m"), .character("x"), .escape)
    #expect(kept(screen).isEmpty && screen.model.deciding == nil && rules(screen).contains("trail-stopped"))
  }

  @Test("a acknowledges without a reason too; the row stays, says so, and is open again when more happens")
  func acknowledge() throws {
    var screen = on()
    screen.press(.character("a"), .enter)
    let decision = try #require(kept(screen).first)
    #expect(decision.kind == .acknowledged(through: Story.ago(23)))
    #expect(row(screen, "trail-stopped")?.state == .acknowledged)
    #expect(screen.lines[0].contains("2 critical"))
    var later = try #require(screen.world.events.first { $0.id == Story.id(900_008) })
    (later.id, later.time) = (Story.id(1), Story.now)
    screen.arrive([later])
    #expect(row(screen, "trail-stopped")?.state == .open)
  }

  @Test("a on what is acknowledged, and m on what is muted and shown, take it back")
  func takenBack() {
    var screen = on()
    screen.press(.character("a"), .enter, .character("a"))
    #expect(row(screen, "trail-stopped")?.state == .open && removed(screen).count == 1)
    screen.press(.character("m"))
    screen.type("why")
    screen.press(.enter, .character("A"))
    #expect(row(screen, "trail-stopped")?.state == .muted)
    while screen.model.state(of: .alerts).selected?.string != "trail-stopped" { screen.press(.down) }
    screen.press(.character("m"))
    #expect(row(screen, "trail-stopped")?.state == .open && removed(screen).count == 2)
    #expect(screen.model.decided.isEmpty)
  }

  @Test("tab means one group of the rule's alerts, and all of it again")
  func groups() throws {
    var screen = on()
    screen.press(.character("m"), .tab)
    #expect(screen.lines.last?.contains("user/backup-svc") == true)
    screen.press(.tab)
    #expect(screen.lines.last?.contains("all of it") == true)
    screen.press(.tab)
    screen.type("his work")
    screen.press(.enter)
    #expect(kept(screen).first?.scope == AlertScope(rule: "trail-stopped", group: Self.group))
    #expect(!rules(screen).contains("trail-stopped"))
  }

  @Test("on an event it is the worst rule's alerts by the event's principal in its account")
  func event() throws {
    var screen = Screen(columns: 200, rows: 60)
    while screen.model.events.selected != Story.id(900_008) { screen.press(.down) }
    screen.press(.character("a"))
    screen.type("ours")
    screen.press(.enter)
    let decision = try #require(kept(screen).first)
    #expect(
      decision.scope == AlertScope(rule: "trail-stopped", group: Self.group) && decision.reason == "ours")
    #expect(row(screen, "trail-stopped")?.state == .acknowledged)
  }

  @Test("on an event m marks, and on an event that is no alert a does nothing but say so")
  func otherEvents() {
    var screen = Screen()
    screen.press(.down, .character("m"))
    #expect(screen.model.marks.all.count == 1 && screen.model.deciding == nil)
    screen.press(.character("a"))
    #expect(screen.model.deciding == nil && screen.said.last == .bell)
    #expect(screen.lines.last?.contains("select an alert") == true)
  }

  @Test("without a selected rule there is nothing to decide about", arguments: ["a", "m", "R"])
  func nothingSelected(_ key: Character) {
    var screen = on(nil)
    screen.press(.character(key))
    #expect(screen.model.deciding == nil && screen.model.overlay == nil && screen.said.last == .bell)
  }

  @Test("what another program decides is shown, and what it takes back is")
  func others() {
    var screen = on()
    let mute = AlertDecision(
      scope: AlertScope(rule: "admin-policy"), kind: .muted(until: nil), reason: "", decidedAt: Story.now)
    screen.send(.decisions([mute]))
    #expect(!rules(screen).contains("admin-policy"))
    screen.send(.decisions([]))
    #expect(rules(screen).contains("admin-policy"))
  }

  @Test("what the configuration mutes stays, and can be taken back only there")
  func configured() {
    var settings = Story.settings()
    settings.decided = [
      AlertDecision(
        scope: AlertScope(rule: "trail-stopped"), kind: .muted(until: nil), reason: "drill",
        decidedAt: Story.now,
        isConfigured: true)
    ]
    var screen = Screen(columns: 200, rows: 60, settings: settings)
    screen.model.focus = .alerts
    screen.send(.decisions([]))
    #expect(!rules(screen).contains("trail-stopped"))
    screen.press(.character("A"))
    while screen.model.state(of: .alerts).selected?.string != "trail-stopped" { screen.press(.down) }
    screen.press(.character("m"))
    #expect(removed(screen).isEmpty && screen.lines.last?.contains("configuration") == true)
  }

  @Test("the palette mutes for a time and acknowledges, and lists what can be taken back")
  func palette() throws {
    var screen = on()
    screen.press(.character(":"))
    screen.type("mute 2h drill")
    screen.press(.enter)
    let mute = try #require(kept(screen).first)
    #expect(mute.kind == .muted(until: Timestamp(milliseconds: Story.now.milliseconds + 7_200_000)))
    screen.press(.character(":"))
    screen.type("unmute")
    #expect(
      screen.lines.contains { $0.contains("unmute CloudTrail stopped, all of it") && $0.contains("drill") })
    screen.press(.enter)
    #expect(removed(screen) == [mute] && rules(screen).contains("trail-stopped"))
  }

  @Test("the palette refuses a mute without a reason, or with nothing to mute")
  func paletteRefuses() {
    for (rule, text) in [("trail-stopped", "mute 7d"), (nil, "mute why")] as [(String?, String)] {
      var screen = on(rule)
      screen.press(.character(":"))
      screen.type(text)
      screen.press(.enter)
      #expect(kept(screen).isEmpty && screen.said.last == .bell)
    }
  }

  @Test("muted rules are listed with A until A again; where nothing is muted A says so")
  func shown() {
    var screen = on()
    screen.press(.character("A"))
    #expect(screen.said.last == .bell)
    screen.press(.character("m"))
    screen.type("why")
    screen.press(.enter, .character("A"))
    #expect(rules(screen).contains("trail-stopped"))
    screen.press(.character("A"))
    #expect(!rules(screen).contains("trail-stopped"))
  }

  @Test("a hostile reason and rule title paint no control", arguments: [(80, 24), (40, 10)])
  func hostile(columns: Int, rows: Int) {
    var settings = Story.settings()
    settings.rules = settings.rules.map { rule in
      var rule = rule
      rule.title = "\u{1B}[2J\u{202E}\(rule.title)"
      return rule
    }
    var screen = Screen(columns: columns, rows: rows, settings: settings)
    screen.model.focus = .alerts
    screen.press(.down, .character("m"))
    screen.send(.key(.paste("why\u{1B}]52;c;eA==\u{7}")))
    #expect(
      !screen.canvas.plainText().unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" }
    )
    screen.press(.enter)
    #expect(
      !screen.canvas.plainText().unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" }
    )
  }
}
