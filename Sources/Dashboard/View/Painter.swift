import Terminal
import Text

/// Draws the pieces that every pane is made of.
struct Painter {
  var canvas: Canvas
  let signs: Signs

  /// Text with a look.
  struct Piece {
    var text: String
    var style: Style
    init(_ text: String, _ style: Style = .text) { (self.text, self.style) = (text, style) }
  }

  /// A rule over the whole width of `rect`'s first line, `left` written into it near its beginning and
  /// `right` near its end; what does not fit beside `left` is left out. Returns the columns still bare.
  @discardableResult
  mutating func title(_ rect: Rect, _ left: [Piece], right: [Piece] = [], isFocused: Bool = false) -> Range<
    Int
  > {
    let rule = isFocused ? signs.focusRule : signs.rule
    canvas.fill(rect.row(0), with: rule, isFocused ? Style(.accent) : .rule)
    let start = rect.x + 2
    let end = write(left, x: start, y: rect.y, until: rect.maxX - 1, isTitle: true)
    let length = right.reduce(0) { $0 + cellWidth($1.text) }
    let at = rect.maxX - length - 5
    guard length > 0, at > end + 1 else { return end + 1..<max(end + 1, rect.maxX) }
    _ = write(right, x: at, y: rect.y, until: rect.maxX, isTitle: true)
    return end + 1..<max(end + 1, at - 1)
  }

  /// Writes the pieces one after the other and returns the column behind. A title has a blank on either side.
  mutating func write(_ pieces: [Piece], x: Int, y: Int, until end: Int, isTitle: Bool = false) -> Int {
    var at = x
    if isTitle, at - 1 < end { canvas.draw(" ", x: at - 1, y: y) }
    for piece in pieces where at < end {
      let text = truncatedToFit(piece.text, end - at, .middle, glyphs: signs.glyphs)
      at += canvas.draw(text, x: at, y: y, width: end - at, style: piece.style)
    }
    if isTitle, at < end { canvas.draw(" ", x: at, y: y) }
    return at
  }

  /// Writes `text` in a column of `width`, cut where `ellipsis` says.
  mutating func cell(
    _ text: String, x: Int, y: Int, width: Int, _ alignment: Alignment = .left,
    _ ellipsis: Ellipsis = .middle,
    style: Style
  ) {
    let cut = truncatedToFit(text, width, ellipsis, glyphs: signs.glyphs)
    canvas.draw(padded(cut, width, alignment), x: x, y: y, width: width, style: style)
  }
}
