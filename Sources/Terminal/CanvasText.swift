import Text

extension Canvas {
  /// The canvas as plain text: a line a row, each ended by a newline, without the blanks at its end.
  package func plainText() -> String {
    let canvas = colourless
    var view = String.UnicodeScalarView()
    for y in 0..<rows {
      for cell in canvas[row: y].prefix(upTo: endOfText(row: y)) where cell.width > 0 {
        cell.glyph.append(to: &view)
      }
      view.append("\n")
    }
    return String(view)
  }

  /// The index after the last cell of row `y` that shows something besides a blank.
  private func endOfText(row y: Int) -> Int {
    let cells = self[row: y]
    return cells.lastIndex { !$0.glyph.isBlank || $0.width == 0 }.map { $0 + 1 } ?? cells.startIndex
  }
}
