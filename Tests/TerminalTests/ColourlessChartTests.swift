import Terminal
import Testing

@Suite("Charts with colours and without") struct ColourlessChartTests {
  private func theme(_ name: String = "dark") throws -> Theme {
    try ThemeLibrary(environment: { _ in nil }).theme(name)
  }

  /// One cell: a block in the one ink on the other's ground.
  private func cell(_ block: String, _ style: Style) -> Canvas {
    var canvas = Canvas(columns: 1, rows: 1)
    canvas.draw(block, x: 0, y: 0, style: style)
    return canvas
  }

  private var halfAlert: Canvas { cell("▄", Style(.chartAlert, on: .chart)) }

  @Test("in colour a cell of two parts is a block in the ink of one on the ink of the other")
  func colours() throws {
    // The dark theme's chart-alert is #ff7b85, its chart #5aa2d8.
    #expect(
      halfAlert.ansi(theme: try theme(), depth: .trueColour)
        == "\u{1B}[38;2;255;123;133;48;2;90;162;216m▄\u{1B}[0m\n")
    let svg = halfAlert.svg(theme: try theme(), title: "t")
    #expect(svg.contains(##"<rect x="0" y="0" width="9" height="18" fill="#5aa2d8"/>"##))
    #expect(svg.contains(##"fill="#ff7b85">▄</text>"##))
  }

  @Test("with sixteen colours too")
  func sixteen() throws {
    // red on cyan
    #expect(halfAlert.ansi(theme: try theme("sixteen"), depth: .sixteen).hasSuffix("31;46m▄\u{1B}[0m\n"))
  }

  @Test("as text, and where there are no colours, it is a sign")
  func signs() throws {
    #expect(halfAlert.plainText() == "▲\n")
    #expect(halfAlert.ansi(theme: try theme(), depth: .monochrome).contains("▲"))
    #expect(halfAlert.ansi(theme: try theme("monochrome"), depth: .trueColour).contains("▲"))
    #expect(halfAlert.svg(theme: try theme("monochrome"), title: "t").contains(">▲</text>"))
    #expect(halfAlert.svg(theme: try theme().withoutColour, title: "t").contains(">▲</text>"))
  }

  private static let cells: [(block: String, style: Style, sign: String)] = [
    ("█", .chart, "█"), ("▃", .chart, "▃"), ("▂", .chartAlert, "▲"),
    ("█", .chartError, "▒"), ("▄", .chartError, "▒"), ("▃", .chartError, "▃"),
    ("▄", Style(.chartError, on: .chart), "▒"), ("▃", Style(.chartError, on: .chart), "█"),
    ("▁", Style(.chartAlert, on: .chartError), "▲"), ("▁", Style(.chartAlert, on: .chart), "▲"),
    ("█", Style(.chartError, on: .selection), "▒"), ("█", Style(.text, on: .selection), "█"),
    ("▌", .chartAlert, "▌"), ("x", Style(.chart), "x"),
  ]

  @Test("each part has its sign: plain full, errors shaded, alerts a mark", arguments: cells)
  func sign(block: String, style: Style, sign: String) {
    #expect(cell(block, style).plainText() == sign + "\n")
  }

  @Test(
    "a theme of colours needs no signs, at any depth that has them",
    arguments: ["dark", "light", "high-contrast", "colour-blind"])
  func themes(name: String) throws {
    for depth in [ColourDepth.sixteen, .palette256, .trueColour] {
      #expect(halfAlert.ansi(theme: try theme(name), depth: depth).contains("▄"))
    }
  }
}
