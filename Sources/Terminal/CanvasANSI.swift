import Text

extension Canvas {
  /// The canvas as text with colours: a line a row. The only control sequences are SGR, and every line ends plain.
  ///
  /// Blanks at the end of a line that look like nothing are left out.
  package func ansi(theme: Theme, depth: ColourDepth) -> String {
    var writer = SGRWriter(theme: theme, depth: depth)
    let canvas = theme.tellsChartApart(depth) ? self : colourless
    for y in 0..<rows {
      let cells = canvas[row: y]
      let end = cells.lastIndex { writer.isVisible($0) }.map { $0 + 1 } ?? cells.startIndex
      for cell in cells.prefix(upTo: end) { writer.write(cell) }
      writer.endLine()
    }
    return String(writer.text)
  }
}

/// Writes cells with the SGR sequences (ECMA-48, 8.3.117) between them.
private struct SGRWriter {
  private(set) var text = String.UnicodeScalarView()
  private let theme: Theme
  private let depth: ColourDepth
  private var codes: [Style: String] = [:]
  private var current: String

  init(theme: Theme, depth: ColourDepth) {
    self.theme = theme
    self.depth = depth
    current = ""
  }

  mutating func isVisible(_ cell: Cell) -> Bool {
    if !cell.glyph.isBlank || cell.width == 0 { return true }
    let paint = theme.paint(cell.style)
    return paint.underline || paint.reverse || code(of: paint.background, base: 40) != nil
  }

  mutating func write(_ cell: Cell) {
    guard cell.width > 0 else { return }
    let wanted = sequence(for: cell.style)
    if wanted != current {
      if !current.isEmpty { append("\u{1B}[0m") }
      append(wanted)
      current = wanted
    }
    cell.glyph.append(to: &text)
  }

  mutating func endLine() {
    if !current.isEmpty { append("\u{1B}[0m") }
    current = ""
    append("\n")
  }

  private mutating func append(_ string: String) { text.append(contentsOf: string.unicodeScalars) }

  /// The sequence that turns plain text into `style`, empty when there is nothing to turn.
  private mutating func sequence(for style: Style) -> String {
    if let known = codes[style] { return known }
    let paint = theme.paint(style)
    var parts: [String] = []
    if paint.bold { parts.append("1") }
    if paint.underline { parts.append("4") }
    if paint.reverse { parts.append("7") }
    if let colour = code(of: paint.foreground, base: 30) { parts.append(colour) }
    if let colour = code(of: paint.background, base: 40) { parts.append(colour) }
    let sequence = parts.isEmpty ? "" : "\u{1B}[" + parts.joined(separator: ";") + "m"
    codes[style] = sequence
    return sequence
  }

  /// The parameters for `ink` on the text (base 30) or under it (base 40); nil for the terminal's own colour.
  private func code(of ink: Paint.Ink, base: Int) -> String? {
    switch depth {
    case .monochrome: nil
    case .sixteen: ink.ansi.map { basic($0, base) }
    case .palette256:
      ink.colour.map { "\(base + 8);5;\($0.nearest256)" } ?? ink.ansi.map { basic($0, base) }
    case .trueColour:
      ink.colour.map { "\(base + 8);2;\($0.red);\($0.green);\($0.blue)" } ?? ink.ansi.map { basic($0, base) }
    }
  }

  private func basic(_ colour: Ansi16, _ base: Int) -> String {
    let number = Int(colour.rawValue)
    return String(number < 8 ? base + number : base + 60 + number - 8)
  }
}
