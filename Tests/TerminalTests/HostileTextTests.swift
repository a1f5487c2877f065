import Seeded
import Testing
import Text

@testable import Terminal

@Suite("10,000 hostile strings") struct HostileTextTests {
  private static let strings: [String] = {
    var dice = SeededRandom(state: 20_261_101)
    return (0..<10_000).map { _ in HostileText.string(&dice) }
  }()

  /// Columns as a pane has them: a border, a field, a border, two more fields, a border.
  private static let borders = [0, 13, 30, 47]
  private static let columns = 48

  private static func row(_ texts: ArraySlice<String>, y: Int, on canvas: inout Canvas) {
    for border in borders { canvas.draw("│", x: border, y: y) }
    for (field, text) in zip(zip(borders, borders.dropFirst()), texts) {
      let width = field.1 - field.0 - 1
      // A field is cut and pushed as panes do it, or drawn as it is.
      let shown =
        switch field.0 {
        case 0: truncatedToFit(text, width, .middle)
        case 13: padded(truncatedToFit(text, width), width, .right)
        default: text
        }
      canvas.draw(shown, x: field.0 + 1, y: y, width: width)
    }
  }

  @Test("none moves a border of the canvas, or brings anything that acts on a terminal")
  func canvas() {
    for start in stride(from: 0, to: Self.strings.count, by: 3) {
      var canvas = Canvas(columns: Self.columns, rows: 1)
      Self.row(Self.strings[start..<min(start + 3, Self.strings.count)], y: 0, on: &canvas)
      for border in Self.borders where canvas[border, 0].text != "│" {
        Issue.record("border \(border) of \(start): \(canvas.plainText())")
      }
      let width = canvas[row: 0].reduce(0) { $0 + Int($1.width) }
      if width != Self.columns { Issue.record("a wide glyph lost a half at \(start)") }
      for scalar in canvas.plainText().unicodeScalars where scalar != "\n" {
        let category = scalar.properties.generalCategory
        if [.control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator].contains(
          category)
        {
          Issue.record("\(scalar.value) of \(start) reaches the terminal")
        }
      }
    }
  }

  @Test(
    "none moves a border of a terminal, whatever it believes of widths",
    arguments: SeenTerminal.Opinion.allCases)
  func terminal(opinion: SeenTerminal.Opinion) throws {
    let theme = try ThemeLibrary(environment: { _ in nil }).theme("dark")
    var writer = FrameWriter(terminal: .xterm, theme: theme)
    var seen = SeenTerminal(columns: Self.columns, rows: 40, opinion: opinion)
    var before: Canvas?
    for start in stride(from: 0, to: Self.strings.count, by: 120) {
      var canvas = Canvas(columns: Self.columns, rows: 40)
      for y in 0..<40 {
        Self.row(Self.strings[min(start + 3 * y, 9_999)..<min(start + 3 * y + 3, 10_000)], y: y, on: &canvas)
      }
      seen.write(writer.frame(canvas, over: before))
      before = canvas
      for y in 0..<40 {
        for border in Self.borders where seen.places[y][border].text.unicodeScalars.first != "│" {
          Issue.record("border \(border) of \(start + 3 * y) is \(seen.places[y][border].text)")
        }
      }
    }
    #expect(seen.complaints == [])
  }
}
