import Terminal
import Testing

@Suite("Exporting a canvas") struct ExportTests {
  private func theme(_ name: String = "dark") throws -> Theme {
    try ThemeLibrary(environment: { _ in nil }).theme(name)
  }

  private var canvas: Canvas {
    var canvas = Canvas(columns: 12, rows: 3)
    canvas.draw("<b>&한국\u{1B}[0m", x: 0, y: 0, style: .critical)
    canvas.draw("plain  gap", x: 1, y: 1, style: .selection)
    return canvas
  }

  @Test("plain text has a line a row without blanks at its end")
  func plain() {
    #expect(canvas.plainText() == "<b>&한국␛[0m\n plain  gap\n\n")
  }

  @Test("ANSI text holds no control but SGR and ends every line plain")
  func ansi() throws {
    let text = canvas.ansi(theme: try theme(), depth: .trueColour)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)
    for line in lines.dropLast() { #expect(line.isEmpty || line.hasSuffix("\u{1B}[0m")) }
    let rest = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(rest.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    #expect(rest.hasPrefix("<b>&한국␛[0m"))
  }

  @Test("the depth decides how colours are written")
  func depths() throws {
    var canvas = Canvas(columns: 1, rows: 1)
    canvas.draw("x", x: 0, y: 0, style: Style(.accent))
    #expect(canvas.ansi(theme: try theme("sixteen"), depth: .sixteen) == "\u{1B}[36mx\u{1B}[0m\n")
    #expect(canvas.ansi(theme: try theme("sixteen"), depth: .monochrome) == "x\n")
    #expect(canvas.ansi(theme: try theme("monochrome"), depth: .trueColour) == "\u{1B}[4mx\u{1B}[0m\n")
    #expect(canvas.ansi(theme: try theme(), depth: .trueColour).contains("38;2;108;182;255"))
  }

  @Test("the SVG is well-formed, without scripts, and says its title")
  func svg() throws {
    let svg = canvas.svg(theme: try theme(), title: "a <title> & \u{1B}")
    #expect(isWellFormed(svg))
    #expect(svg.contains("<title>a &lt;title&gt; &amp; ␛</title>"))
    #expect(!svg.contains("script"))
    #expect(svg.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) })
  }

  /// Whether elements are closed in order, attributes quoted, and `&` only begins one of XML's own entities.
  private func isWellFormed(_ document: String) -> Bool {
    var open: [Substring] = []
    let tag = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>/
    var rest = document.drop { $0 != "\n" }.dropFirst()
    while let start = rest.firstIndex(of: "<") {
      guard let match = rest[start...].prefixMatch(of: tag) else { return false }
      if !match.1.isEmpty {
        guard open.popLast() == match.2 else { return false }
      } else if match.4.isEmpty {
        open.append(match.2)
      }
      rest = rest[match.range.upperBound...]
    }
    let stray = document.replacing(/&(amp|lt|gt|quot|#39);/, with: "").contains("&")
    return open.isEmpty && !stray && document.hasPrefix("<?xml version=\"1.0\"")
  }

  @Test("wide text is stretched to exactly its columns")
  func svgGrid() throws {
    let svg = canvas.svg(theme: try theme(), title: "t")
    // Two wide glyphs: four columns of 9 pixels from column 4 on.
    #expect(svg.contains(#"<text x="36" y="14" textLength="36""#))
    #expect(svg.contains(">한국</text>"))
  }

  @Test("the same canvas gives the same bytes")
  func deterministic() throws {
    #expect(canvas.svg(theme: try theme(), title: "t") == canvas.svg(theme: try theme(), title: "t"))
  }

  @Test("a theme without colours gives a picture of black on white")
  func svgMonochrome() throws {
    let svg = canvas.svg(theme: try theme("monochrome"), title: "t")
    #expect(svg.contains(##"fill="#ffffff""##))
    #expect(svg.contains(##"fill="#000000""##))
  }
}
