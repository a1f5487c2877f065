import Seeded
import Testing
import Text

@testable import Terminal

/// A cell as a picture or a text with colours shows it, reversed colours turned round.
private struct SeenCell: Equatable {
  var text = " "
  /// Nil for a blank, whose ink is not seen.
  var ink: String?
  var ground: String
  var isBold = false
  var isUnderlined = false
}

@Suite("The picture and the text with colours") struct PictureTests {
  private static let shipped = ["dark", "light", "high-contrast", "colour-blind"]

  @Test("the SVG shows every cell of the canvas, in its colours and its columns", arguments: shipped)
  func svg(name: String) throws {
    let theme = try ThemeLibrary(environment: { _ in nil }).theme(name)
    for seed in 0..<3 {
      let canvas = Self.scribbled(seed: UInt64(seed))
      let seen = try Self.cells(
        ofSVG: canvas.svg(theme: theme, title: "t"), columns: canvas.columns, rows: canvas.rows)
      #expect(seen == Self.cells(of: canvas, theme: theme))
    }
  }

  @Test("the ANSI text shows the same cells in the same colours", arguments: shipped)
  func ansi(name: String) throws {
    let theme = try ThemeLibrary(environment: { _ in nil }).theme(name)
    for seed in 0..<3 {
      let canvas = Self.scribbled(seed: UInt64(seed))
      let ground = try #require(theme[.background].colour).hex
      let text = canvas.ansi(theme: theme, depth: .trueColour)
      #expect(
        Self.cells(ofANSI: text, columns: canvas.columns, ground: ground)
          == Self.cells(of: canvas, theme: theme))
    }
  }

  /// A canvas full of hostile and plain text in every style.
  private static func scribbled(seed: UInt64) -> Canvas {
    var dice = SeededRandom(state: seed)
    var canvas = Canvas(columns: 60, rows: 12)
    let grounds: [Role?] = [nil, nil, .selection]
    for _ in 0..<60 {
      let style = Style(
        Role.allCases.randomElement(using: &dice) ?? .text, on: grounds.randomElement(using: &dice) ?? nil,
        bold: Bool.random(using: &dice), underline: Int.random(in: 0..<4, using: &dice) == 0,
        reverse: Int.random(in: 0..<8, using: &dice) == 0)
      canvas.draw(
        HostileText.string(&dice), x: Int.random(in: -3..<60, using: &dice),
        y: Int.random(in: 0..<12, using: &dice), style: style)
    }
    return canvas
  }

  private static func cells(of canvas: Canvas, theme: Theme) -> [[SeenCell]] {
    (0..<canvas.rows).map { y in
      canvas[row: y].map { cell in
        let paint = theme.paint(cell.style)
        let colours = [paint.foreground, paint.background].map { $0.colour?.hex ?? "" }
        let (ink, ground) = paint.reverse ? (colours[1], colours[0]) : (colours[0], colours[1])
        let isBlank = cell.width == 1 && cell.glyph.isBlank && !paint.underline
        // The right half of a wide glyph has no text of its own.
        if isBlank || cell.width == 0 { return SeenCell(text: cell.width == 0 ? "" : " ", ground: ground) }
        return SeenCell(
          text: cell.text, ink: ink, ground: ground, isBold: paint.bold, isUnderlined: paint.underline)
      }
    }
  }

  // MARK: Reading

  private static func cells(ofSVG svg: String, columns: Int, rows: Int) throws -> [[SeenCell]] {
    let ground = try #require(svg.firstMatch(of: /<rect width="\d+" height="\d+" fill="(#\w+)"\/>/)).1
    var cells = Array(
      repeating: Array(repeating: SeenCell(ground: String(ground)), count: columns), count: rows)
    for match in svg.matches(of: /<rect x="(\d+)" y="(\d+)" width="(\d+)" height="18" fill="(#\w+)"\/>/) {
      let (x, y, width) = (try number(match.1) / 9, try number(match.2) / 18, try number(match.3) / 9)
      for column in x..<(x + width) { cells[y][column].ground = String(match.4) }
    }
    // By scalars: a mark that a cell begins with would join the sign of the markup before it.
    let run =
      /<text x="(\d+)" y="(\d+)" textLength="(\d+)" lengthAdjust="spacingAndGlyphs" fill="(#\w+)"([^>]*)>([^<]*)</
      .matchingSemantics(.unicodeScalar)
    for match in svg.matches(of: run) {
      let (x, y) = (try number(match.1) / 9, (try number(match.2) - 14) / 18)
      let glyphs = Array(Glyphs(unescaped(match.6)))
      let width = try number(match.3) / 9 / max(1, glyphs.count)
      for (index, glyph) in glyphs.enumerated() {
        let place = x + index * width
        #expect(Int(glyph.width) == width)
        if width == 2 { cells[y][place + 1].text = "" }
        let isUnderlined = match.5.contains("underline")
        if glyph.isBlank, !isUnderlined { continue }
        cells[y][place] = SeenCell(
          text: glyph.text, ink: String(match.4), ground: cells[y][place].ground,
          isBold: match.5.contains("bold"),
          isUnderlined: isUnderlined)
      }
    }
    return cells
  }

  private static func number(_ text: Substring) throws -> Int { try #require(Int(text)) }

  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  private static func cells(ofANSI text: String, columns: Int, ground: String) -> [[SeenCell]] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      var cells: [SeenCell] = []
      var pen = Pen(ground: ground)
      var rest = line.unicodeScalars[...]
      while let start = rest.firstIndex(of: "\u{1B}") {
        cells += pen.cells(String(rest[..<start]))
        let end = rest[start...].firstIndex(of: "m") ?? rest.endIndex
        pen.obey(String(rest[start..<end].dropFirst(2)))
        rest = rest[end...].dropFirst()
      }
      cells += pen.cells(String(rest))
      // Blanks at a line's end that look like nothing are left out.
      return cells + Array(repeating: SeenCell(ground: ground), count: max(0, columns - cells.count))
    }
  }

  private struct Pen {
    let plainGround: String
    var ink = ""
    var ground: String
    var isBold = false
    var isUnderlined = false
    var isReversed = false

    init(ground: String) { (plainGround, self.ground) = (ground, ground) }

    mutating func obey(_ parameters: String) {
      var rest = parameters.split(separator: ";").compactMap { Int($0) }[...]
      while let parameter = rest.popFirst() {
        switch parameter {
        case 1: isBold = true
        case 4: isUnderlined = true
        case 7: isReversed = true
        case 38, 48:
          let colour = Colour(
            UInt8(rest[rest.startIndex + 1]), UInt8(rest[rest.startIndex + 2]),
            UInt8(rest[rest.startIndex + 3]))
          if parameter == 38 { ink = colour.hex } else { ground = colour.hex }
          rest = rest.dropFirst(4)
        default: self = Pen(ground: plainGround)
        }
      }
    }

    func cells(_ text: String) -> [SeenCell] {
      let (seenInk, seenGround) = isReversed ? (ground, ink) : (ink, ground)
      return Glyphs(text).flatMap { glyph in
        let right = glyph.width == 2 ? [SeenCell(text: "", ground: seenGround)] : []
        if glyph.isBlank, !isUnderlined { return [SeenCell(ground: seenGround)] }
        let cell = SeenCell(
          text: glyph.text, ink: seenInk, ground: seenGround, isBold: isBold, isUnderlined: isUnderlined)
        return [cell] + right
      }
    }
  }
}
