import Text

extension Canvas {
  /// The canvas as an SVG 1.1 document: the same bytes for the same canvas, no scripts, no outside resources.
  ///
  /// Text stays text (it can be searched and copied). Every run of cells is placed and stretched to its columns with
  /// `textLength`, so wide glyphs and a viewer's other font leave the grid straight.
  package func svg(theme: Theme, title: String) -> String {
    var writer = SVGWriter(theme: theme)
    writer.open(columns: columns, rows: rows, title: title)
    let canvas = theme.tellsChartApart(.trueColour) ? self : colourless
    for y in 0..<rows { writer.ground(Array(canvas[row: y]), row: y) }
    for y in 0..<rows { writer.text(Array(canvas[row: y]), row: y) }
    writer.close()
    return writer.document
  }
}

/// Writes the elements of one picture.
private struct SVGWriter {
  /// Pixels of a cell; 15 px type in most monospace fonts advances by 9.
  private static let cellWidth = 9
  private static let cellHeight = 18
  private static let fontSize = 15
  /// From a cell's top to the line that letters stand on.
  private static let baseline = 14

  private(set) var document = ""
  private let theme: Theme
  private let plain: SVGColours

  init(theme: Theme) {
    self.theme = theme
    plain = SVGColours(theme.paint(.text))
  }

  mutating func open(columns: Int, rows: Int, title: String) {
    let width = columns * SVGWriter.cellWidth
    let height = rows * SVGWriter.cellHeight
    line(#"<?xml version="1.0" encoding="UTF-8"?>"#)
    line(
      #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(width)" height="\#(height)" "#
        + #"viewBox="0 0 \#(width) \#(height)" role="img">"#)
    line("<title>\(svgText(title))</title>")
    line(#"<rect width="\#(width)" height="\#(height)" fill="\#(plain.ground)"/>"#)
    // Left to right for every script: the order of the cells is the order on the screen.
    line(
      #"<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK KR', monospace" "#
        + #"font-size="\#(SVGWriter.fontSize)" xml:space="preserve" "#
        + #"direction="ltr" unicode-bidi="bidi-override">"#)
  }

  mutating func close() {
    line("</g>")
    line("</svg>")
  }

  private mutating func line(_ text: String) {
    document += text
    document += "\n"
  }

  /// The rectangles of row `y` whose ground is not the picture's.
  mutating func ground(_ cells: [Cell], row y: Int) {
    var start = 0
    while start < cells.count {
      let style = cells[start].style
      let end = cells[start...].firstIndex { $0.style != style } ?? cells.count
      let colours = SVGColours(theme.paint(style))
      if colours.ground != plain.ground {
        line(
          #"<rect x="\#(start * SVGWriter.cellWidth)" y="\#(y * SVGWriter.cellHeight)" "#
            + #"width="\#((end - start) * SVGWriter.cellWidth)" height="\#(SVGWriter.cellHeight)" "#
            + #"fill="\#(colours.ground)"/>"#)
      }
      start = end
    }
  }

  /// The texts of row `y`: one for each run of glyphs of one look and one width.
  mutating func text(_ cells: [Cell], row y: Int) {
    var x = 0
    while x < cells.count {
      guard !isNothing(cells[x]) else {
        x += 1
        continue
      }
      let end = endOfRun(cells, from: x)
      run(cells[x..<end], x: x, row: y)
      x = end
    }
  }

  /// A run ends where the look or the width changes, or before two blanks.
  private func endOfRun(_ cells: [Cell], from start: Int) -> Int {
    let first = cells[start]
    let step = Int(first.width)
    var end = start + step
    while end < cells.count, cells[end].style == first.style, Int(cells[end].width) == step {
      if isNothing(cells[end]), end + 1 == cells.count || isNothing(cells[end + 1]) { break }
      end += step
    }
    return end
  }

  private func isNothing(_ cell: Cell) -> Bool {
    cell.width == 0 || (cell.glyph.isBlank && !theme.paint(cell.style).underline)
  }

  private mutating func run(_ cells: ArraySlice<Cell>, x: Int, row y: Int) {
    let paint = theme.paint(cells[x].style)
    let length = cells.count * SVGWriter.cellWidth
    var attributes =
      #"x="\#(x * SVGWriter.cellWidth)" y="\#(y * SVGWriter.cellHeight + SVGWriter.baseline)" "#
    attributes += #"textLength="\#(length)" lengthAdjust="spacingAndGlyphs" fill="\#(SVGColours(paint).ink)""#
    if paint.bold { attributes += #" font-weight="bold""# }
    if paint.underline { attributes += #" text-decoration="underline""# }
    line("<text \(attributes)>\(svgText(cells.map(\.text).joined()))</text>")
  }
}

/// A paint as two colours of a picture, where nothing is the terminal's own.
private struct SVGColours {
  let ink: String
  let ground: String

  init(_ paint: Paint) {
    let ink = SVGColours.hex(paint.foreground) ?? "#000000"
    let ground = SVGColours.hex(paint.background) ?? "#ffffff"
    self.ink = paint.reverse ? ground : ink
    self.ground = paint.reverse ? ink : ground
  }

  private static func hex(_ ink: Paint.Ink) -> String? {
    ink.colour?.hex ?? ink.ansi.map { xterm[Int($0.rawValue)] }
  }

  /// xterm's own choice for the sixteen colours.
  private static let xterm = [
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
  ]
}
