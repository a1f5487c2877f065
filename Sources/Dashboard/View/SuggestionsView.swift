import Terminal
import Text

/// The list above the line that is typed.
extension Painter {
  mutating func suggestions(_ suggestions: Suggestions, in rect: Rect) {
    canvas.fill(rect, .text)
    let shown = suggestions.shown(rows: rect.height - 1)
    let isCut = suggestions.total > shown.count
    title(
      rect, [Piece(suggestions.title, Style(.accent, bold: true))],
      right: isCut ? [Piece("\(shown.count) of \(grouped(suggestions.total))", .dim)] : [], isFocused: true)
    if shown.isEmpty, rect.height > 1 {
      canvas.draw("nothing of this name", x: rect.x + 1, y: rect.y + 1, width: rect.width - 1, style: .dim)
    }
    let widest = suggestions.lines[shown].map { cellWidth(sanitised($0.text)) }.max() ?? 0
    let width = min(widest, rect.width / 2 - 2)
    for (row, index) in shown.enumerated() {
      line(
        suggestions.lines[index], width: width, in: rect.row(row + 1), isChosen: index == suggestions.chosen)
    }
  }

  private mutating func line(_ line: Suggestions.Line, width: Int, in row: Rect, isChosen: Bool) {
    let look = isChosen ? Style.text.selected : .text
    let dim = isChosen ? Style.dim.selected : .dim
    if isChosen {
      canvas.fill(row, look)
      canvas.draw(String(signs.selected), x: row.x, y: row.y, style: look)
    }
    cell(line.text, x: row.x + 1, y: row.y, width: width, style: look)
    highlight(line, width: width, in: row)
    let right = truncatedToFit(line.right, row.width / 4, .end, glyphs: signs.glyphs)
    let end = row.maxX - cellWidth(right) - 1
    canvas.draw(right, x: end, y: row.y, style: isChosen ? look : .accent)
    let start = row.x + width + 3
    if end - 2 > start {
      cell(line.note, x: start, y: row.y, width: end - 2 - start, .left, .end, style: dim)
    }
  }

  /// Underlines the letters that were typed, where the text is shown whole and a cell a letter.
  private mutating func highlight(_ line: Suggestions.Line, width: Int, in row: Rect) {
    guard isPrintableASCII(line.text), line.text.utf8.count <= width else { return }
    for place in line.places {
      canvas.restyle(Rect(x: row.x + 1 + place, y: row.y, width: 1, height: 1)) { style in
        (style.role, style.underline) = (.accent, true)
      }
    }
  }
}
