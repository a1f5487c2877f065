import Audit
import CloudTrail
import Query
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("Sparklines and trends")
struct SparklineTests {
  private let line = Sparkline(signs: Signs(glyphs: .utf8))
  private let ascii = Sparkline(signs: Signs(glyphs: .ascii))

  @Test("a calm row is a line at half height")
  func calm() { #expect(line.bars([9, 9, 9, 9, 9, 9, 9, 9]) == "▄▄▄▄▄▄▄▄") }

  @Test("a row of one burst reaches the top, and nothing is told from little")
  func burst() { #expect(line.bars([0, 0, 1, 0, 0, 0, 0, 800]) == "▁▁▂▁▁▁▁█") }

  @Test("a row that grows evenly climbs")
  func climb() { #expect(line.bars([1, 2, 3, 4, 5, 6, 7, 8]) == "▂▂▂▃▄▅▆▇") }

  @Test("rows are scaled each by itself")
  func scaled() { #expect(line.bars([1, 2, 0]) == line.bars([1000, 2000, 0])) }

  @Test("in ASCII too") func inASCII() { #expect(ascii.bars([0, 4, 8]) == "_:#") }

  @Test("where nobody counted the parts there is a question mark and no line")
  func none() { #expect(line.line(Summary.Spark(parts: [], isNew: false)) == "?") }

  @Test(
    "the trend's arrow: a calm row, a few events and a daily wave are steady",
    arguments: [
      ([100, 100, 100, 100, 100, 100, 100, 100], " "), ([0, 0, 0, 0, 0, 0, 0, 1], " "),
      ([0, 0, 0, 0, 0, 0, 0, 2], "↑"), ([100, 100, 100, 100, 100, 100, 100, 125], " "),
      ([100, 100, 100, 100, 100, 100, 100, 126], "↑"), ([100, 100, 100, 100, 100, 100, 100, 74], "↓"),
      ([4, 4, 4, 4, 4, 4, 4, 0], " "), ([9, 9, 9, 9, 9, 9, 9, 1], "↓"), ([16], " "),
    ])
  func trend(parts: [Int], arrow: String) {
    #expect(line.line(Summary.Spark(parts: parts, isNew: false)).hasSuffix(arrow))
    #expect(line.line(Summary.Spark(parts: parts, isNew: false)).count == parts.count + 1)
  }
}

@Suite("Ordering a table")
struct TableOrderTests {
  private func row(_ key: String, _ change: (inout TableRow) -> Void) -> TableRow {
    var row = TableRow(
      key: ExactString(key), name: key, note: "", events: 10, first: Story.ago(50), last: Story.ago(5))
    change(&row)
    return row
  }

  /// In the contract's order: two of the rows are equal in everything but their keys.
  private var rows: [TableRow] {
    [
      row("b") { ($0.events, $0.errors, $0.first) = (100, 5, Story.ago(90)) },
      row("d") { ($0.events, $0.errors, $0.spark.isNew) = (40, 4, true) },
      row("a") { $0.accounts = 3 },
      row("c") { ($0.alerts, $0.last) = (2, Story.ago(1)) },
      row("e") { $0.spark.parts = [0, 0, 0, 9] },
    ]
  }

  private func keys(_ column: TableOrder.Column, isReversed: Bool = false) -> String {
    TableOrder(column: column, isReversed: isReversed).sorted(rows).map(\.key.string).joined()
  }

  @Test(
    "most and latest first, ties in the contract's order",
    arguments: [
      (TableOrder.Column.standard, "bdace"), (.count, "bdace"), (.errors, "bdace"), (.share, "dbace"),
      (.trend, "ebdac"), (.new, "dbace"), (.alerts, "cbdae"), (.last, "cbdae"), (.first, "daceb"),
      (.accounts, "abdce"), (.name, "abcde"), (.note, "bdace"),
    ])
  func columns(column: TableOrder.Column, order: String) { #expect(keys(column) == order) }

  @Test(
    "reversed, the ties stay in the contract's order",
    arguments: [
      (TableOrder.Column.standard, "acedb"), (.share, "acebd"), (.alerts, "bdaec"), (.name, "edcba"),
    ])
  func reversed(column: TableOrder.Column, order: String) {
    #expect(keys(column, isReversed: true) == order)
  }

  @Test("s goes through the columns shown and comes back", arguments: [80, 120, 200])
  func cycle(columns: Int) {
    var screen = Screen(columns: columns)
    screen.model.focus = .principals
    screen.send(.tick(Story.now))
    var seen: [TableOrder.Column] = []
    repeat {
      seen.append(screen.model.state(of: .principals).order.column)
      screen.press(.character("s"))
    } while screen.model.state(of: .principals).order.column != .standard && seen.count < 20
    #expect(Set(seen).count == seen.count)
    #expect(seen.contains(.trend) && seen.contains(.new) && seen.last == .name)
    #expect(seen.contains(.last) == (columns != 120))
  }

  @Test("a click on a column's title orders by it, a second one the other way round")
  func click() throws {
    var screen = Screen()
    let pane = try #require(screen.model.layout.panes[.principals])
    let column = try #require(screen.model.columns(of: .principals).first { $0.column.order == .trend })
    let title = MouseEvent(x: column.x + 1, y: pane.y, action: .press, button: .left)
    screen.press(.mouse(title))
    #expect(screen.model.state(of: .principals).order == TableOrder(column: .trend))
    #expect(screen.lines.contains { $0.contains("trend↓") })
    screen.press(.mouse(title))
    #expect(screen.model.state(of: .principals).order == TableOrder(column: .trend, isReversed: true))
  }

  @Test("where the column's title has no room, words say the order")
  func label() {
    var screen = Screen(columns: 80, rows: 24)
    screen.press(.tab, .tab, .character("s"))
    #expect(screen.lines.contains { $0.contains("Alerts 3  by share") })
  }

  @Test("the title of the column ordered by has an arrow")
  func arrow() {
    var screen = Screen(columns: 200, rows: 60)
    screen.model.focus = .accounts
    screen.press(.character("s"))
    #expect(screen.lines.contains { $0.contains(" err↓ ") })
    screen.press(.character("S"))
    #expect(screen.lines.contains { $0.contains(" err↑ ") })
  }
}

@Suite("What is new")
struct NewnessTests {
  @Test("NEW marks the principal of the incident and nobody else")
  func incident() {
    let screen = Screen()
    let new = screen.model.state(of: .principals).rows.filter(\.spark.isNew)
    #expect(new.map(\.name) == ["user/backup-svc"])
  }

  @Test("a selection in another table leaves what is new as it is")
  func crossfilter() {
    var screen = Screen()
    screen.model.focus = .actions
    screen.press(.down)
    let rows = screen.model.state(of: .principals).rows
    #expect(!rows.isEmpty && rows.allSatisfy { $0.spark.isNew == ($0.name == "user/backup-svc") })
  }

  @Test("a selected key whose row has gone stays shown as selected")
  func gone() {
    var screen = Screen()
    screen.model.focus = .principals
    screen.press(.character("G"))
    screen.press(.character("/"))
    screen.press(.paste("principal:\"\(Story.user("333344445555", "ana.torres"))\""))
    screen.press(.enter)
    #expect(screen.model.state(of: .principals).rows.map(\.name) == ["user/ana.torres"])
    #expect(screen.model.crumbs.contains { $0.text == " ▹ user/backup-svc" })
  }
}
