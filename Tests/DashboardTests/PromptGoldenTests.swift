import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Whole screens with something typed, and the help")
struct PromptGoldenTests {
  private static let sizes = [(80, 24), (120, 40), (200, 60)]

  @Test("the help", arguments: sizes)
  func help(columns: Int, rows: Int) throws {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.character("?"))
    try check(screen, "help-\(columns)x\(rows)")
  }

  @Test("no line of the help is cut", arguments: [80, 120, 200])
  func uncut(columns: Int) {
    let rows = HelpPage(.standard).rows(width: columns)
    for part in rows.joined() { #expect(part.text.count <= columns / rows[0].count - 2, "\(part.text)") }
  }

  @Test("the palette, a few letters typed", arguments: sizes)
  func palette(columns: Int, rows: Int) throws {
    var settings = Story.settings()
    settings.savedFilters = [SavedFilter(name: "errors", text: "is:error -principal:role/Deploy")]
    var screen = Screen(columns: columns, rows: rows, settings: settings)
    screen.press(.character(":"))
    screen.type("er")
    screen.press(.down)
    try check(screen, "palette-\(columns)x\(rows)")
  }

  @Test("values of a field, the second one taken", arguments: sizes)
  func completion(columns: Int, rows: Int) throws {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.character("/"))
    screen.type("is:error action:")
    screen.press(.tab, .tab)
    try check(screen, "completion-\(columns)x\(rows)")
  }

  @Test("a filter whose answer takes its time", arguments: sizes)
  func counting(columns: Int, rows: Int) throws {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.character("/"))
    for key in "is:error" { _ = update(&screen.model, .key(.character(key))) }
    _ = update(&screen.model, .overdue(screen.model.awaited))
    try check(screen, "counting-\(columns)x\(rows)")
  }
}
