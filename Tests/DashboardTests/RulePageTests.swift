import Audit
import CloudTrail
import Query
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("The text of a rule")
struct RulePageTests {
  private static let text = """
    title: CloudTrail stopped
    detection:
      selection:
        eventName: StopLogging
      condition: selection
    """

  private func screen(columns: Int = 120, rows: Int = 50) throws -> Screen {
    var settings = Story.settings()
    let at = try #require(settings.rules.firstIndex { $0.id == "trail-stopped" })
    settings.rules[at].description = "Nobody sees what happens now.\nStart it again, and ask who did it."
    settings.rules[at].tags = ["attack.t1562.008"]
    settings.rules[at].references = ["https://example.com/why"]
    settings.rules[at].falsePositives = ["A trail that is moved"]
    (settings.rules[at].file, settings.rules[at].text) = ("rules/trail.yml", Self.text[...])
    settings.rules[at].firstLine = 8
    var screen = Screen(columns: columns, rows: rows, settings: settings)
    screen.model.focus = .alerts
    while screen.model.state(of: .alerts).selected?.string != "trail-stopped" { screen.press(.down) }
    return screen
  }

  @Test("R shows what a rule means, what to do, and its text with the file's line numbers")
  func shown() throws {
    var screen = try screen()
    screen.press(.character("R"))
    for wanted in [
      "CloudTrail stopped  critical", "Nobody sees what happens now.", "Start it again, and ask who did it.",
      "A trail that is moved", "attack.t1562.008", "https://example.com/why", "rules/trail.yml",
      " 8  title: CloudTrail stopped", "11      eventName: StopLogging", "12    condition: selection",
    ] { #expect(screen.lines.contains { $0.contains(wanted) }, "\(wanted)") }
  }

  /// Has the details be those of an event that matched the rule so.
  private func show(_ rule: EventDetails.MatchedRule, _ screen: inout Screen) throws {
    var details = try #require(screen.model.details.shown)
    details.rules = [rule]
    screen.model.details.want(details.row.id, request: 77)
    screen.model.details.take(details, request: 77)
    screen.press(.character("R"))
  }

  @Test(
    "of a correlation it says why the event in the details is an alert, and nothing in it acts on a terminal")
  func why() throws {
    var screen = try screen()
    var rule = EventDetails.MatchedRule(id: "trail-stopped", title: "", severity: .critical)
    rule.why = ["new action \u{1B}[31miam:\u{202E}X for principal kim"]
    try show(rule, &screen)
    #expect(screen.lines.contains { $0.contains("Why the event in the details is one") })
    #expect(
      screen.lines.contains {
        $0.contains("new action \(sanitised("\u{1B}[31miam:\u{202E}X")) for principal kim")
      })
  }

  @Test("the lines that the event in the details matched are marked, and no others")
  func marked() throws {
    var screen = try screen()
    var rule = EventDetails.MatchedRule(id: "trail-stopped", title: "", severity: .critical)
    rule.reasons = [MatchReason(field: "eventName", value: "StopLogging", line: 11)]
    try show(rule, &screen)
    #expect(
      screen.lines.filter { $0.contains("> ") }.map(\.trimmedStart) == [
        "rules/trail.yml  > what the event in the details matched", "> 11      eventName: StopLogging",
      ])
  }

  @Test("what was decided about it stands there with its reason")
  func decided() throws {
    var screen = try screen()
    screen.press(.character("a"))
    screen.type("Kim is on it")
    screen.press(.enter, .character("R"))
    #expect(screen.lines.contains { $0.contains("acknowledged through") && $0.contains("Kim is on it") })
  }

  @Test("R again, esc and q close it")
  func closes() throws {
    for key in [Key.character("R"), .escape, .character("q")] {
      var screen = try screen()
      screen.press(.character("R"))
      #expect(screen.model.overlay == .rule)
      screen.press(key)
      #expect(screen.model.overlay == nil)
    }
  }

  @Test("from an event it is the worst rule that the event matched")
  func event() throws {
    var screen = try screen()
    screen.model.focus = .events
    while screen.model.events.selected != Story.id(900_008) { screen.press(.down) }
    screen.press(.character("R"))
    #expect(screen.model.ruleShown == "trail-stopped")
  }

  @Test("a long line is wrapped under its text, whatever the width", arguments: [40, 80, 200])
  func wrapped(columns: Int) throws {
    var settings = Story.settings()
    let at = try #require(settings.rules.firstIndex { $0.id == "trail-stopped" })
    settings.rules[at].text = "title: \(String(repeating: "wide ", count: 60))\u{1B}[31m진짜"[...]
    var screen = Screen(columns: columns, rows: 30, settings: settings)
    screen.model.ruleShown = "trail-stopped"
    let lines = RulePage.lines(of: screen.model, width: columns - 3)
    #expect(lines.allSatisfy { cellWidth($0.text) <= columns - 3 })
    #expect(lines.joinedText.components("wide") == 60)
    #expect(!lines.joinedText.contains("\u{1B}"))
  }
}

extension [DetailsLine] {
  fileprivate var joinedText: String { map(\.text).joined(separator: "\n") }
}

extension String {
  fileprivate var trimmedStart: String { String(drop { $0 == " " }) }

  fileprivate func components(_ word: String) -> Int {
    split(separator: word, omittingEmptySubsequences: false).count - 1
  }
}
