import Audit
import CloudTrail
import Query
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("Hostile and wide text")
struct HostileTextTests {
  /// Names whose width in columns, in scalars and in characters all differ.
  private static let names = [
    "plain", "결제-운영계정", "データ湖", "e\u{301}te\u{301}", "🔐 vault", "\u{1B}[31mred", "\u{202E}evil", "tab\tbed",
    "",
    "very-long-name-that-cannot-fit-in-any-column-of-the-screen-결제",
  ]

  private func screen(columns: Int, rows: Int) -> Screen {
    var world = World()
    world.rules = ["r": ("규칙 \u{1B}[2J 🔐", .high)]
    for (number, name) in Self.names.enumerated() {
      world.events.append(
        EventRow(
          id: Story.id(number), time: Story.ago(Int64(number)), account: name, principal: name,
          principalType: name,
          session: name, action: name, region: name, sourceIP: name, target: name, errorCode: name,
          isError: true,
          isWrite: true, severity: .high, rules: ["r"]))
    }
    return Screen(world, columns: columns, rows: rows)
  }

  @Test(
    "no control, escape or bidi character reaches the canvas", arguments: [(80, 24), (120, 40), (200, 60)])
  func harmless(columns: Int, rows: Int) {
    let text = screen(columns: columns, rows: rows).lines.joined()
    #expect(sanitised(text) == text)
    #expect(
      !text.unicodeScalars.contains {
        $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
      })
  }

  @Test(
    "the counts stand in the same columns whatever the names", arguments: [(80, 24), (120, 40), (200, 60)])
  func straight(columns: Int, rows: Int) throws {
    let screen = screen(columns: columns, rows: rows)
    let pane = try #require(screen.model.layout.panes[.principals])
    // Every principal has one event, so the same digit must stand in one column of all rows.
    let canvas = screen.canvas
    let rows = pane.y + 1..<min(pane.maxY, pane.y + 1 + Self.names.count)
    let straight = (pane.x..<pane.maxX).filter { x in rows.allSatisfy { canvas[x, $0].text == "1" } }
    #expect(straight.count >= 1)
  }

  @Test("the action's column begins at the same place in every event")
  func eventColumns() throws {
    let screen = screen(columns: 80, rows: 24)
    let pane = try #require(screen.model.layout.panes[.events])
    let canvas = screen.canvas
    let first = try #require((pane.x + 12..<pane.maxX).first { canvas[$0, pane.y + 1].text == "p" })
    #expect(canvas[first, pane.y + 1].text + canvas[first + 1, pane.y + 1].text == "pl")
    for y in pane.y + 1..<min(pane.maxY, pane.y + 1 + Self.names.count) {
      #expect(canvas[first - 1, y].glyph.isBlank, "row \(y)")
    }
  }

  @Test("with ASCII signs nothing but ASCII is drawn")
  func ascii() {
    var settings = Story.settings()
    settings.glyphs = .ascii
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
      var screen = Screen(columns: columns, rows: rows, settings: settings)
      screen.press(.down)
      #expect(screen.lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
      #expect(screen.lines.contains { $0.hasPrefix("> ") || $0.hasPrefix(">x") })
    }
  }
}

@Suite("Wording")
struct WordingTests {
  @Test(
    "ages in their largest unit",
    arguments: [(0, "0s"), (59, "59s"), (60, "1m"), (3600, "1h"), (172_800, "2d"), (-5, "0s")])
  func age(seconds: Int64, text: String) { #expect(Wording.age(seconds: seconds) == text) }

  @Test(
    "large counts in at most six columns",
    arguments: [
      (0, "0"), (9999, "9,999"), (10_000, "10.0k"), (48_211, "48.2k"), (999_999, "999k"), (1_234_567, "1.2M"),
      (3_456_000_000, "3.4G"),
    ])
  func compact(number: Int, text: String) { #expect(Wording.compact(number) == text) }

  @Test(
    "percentages in at most four columns",
    arguments: [
      (0, 10, "0%"), (1, 1000, "0.1%"), (2, 14_002, "<.1%"), (38, 100, "38%"), (100, 100, "100%"),
      (5, 0, "0%"),
    ])
  func percent(part: Int, whole: Int, text: String) { #expect(Wording.percent(part, of: whole) == text) }
}

@Suite("The header's word on trust")
struct TrustTests {
  private func source(_ state: SourceHealth.State, lag: Double? = nil) -> SourceHealth {
    var health = SourceHealth(source: "s")
    (health.state, health.lagSeconds) = (state, lag)
    return health
  }

  @Test("the worst source decides")
  func worst() {
    #expect(Trust([], staleAfter: 300) == .unknown)
    #expect(Trust([source(.live, lag: 2), source(.complete)], staleAfter: 300) == .live)
    #expect(Trust([source(.complete)], staleAfter: 300) == .complete)
    #expect(Trust([source(.live), source(.partial)], staleAfter: 300) == .partial)
    #expect(Trust([source(.live), source(.failed)], staleAfter: 300) == .partial)
    #expect(Trust([source(.failed), source(.failed)], staleAfter: 300) == .failed)
    #expect(Trust([source(.live, lag: 360)], staleAfter: 300) == .stale(seconds: 360))
  }

  @Test("a stale source is told in the header")
  func header() {
    var screen = Screen()
    screen.send(.health([source(.live, lag: 360)]))
    #expect(screen.lines[0].contains("○ STALE 6m"))
  }
}
