import Query
import Terminal
import Text

/// The last two lines while something is typed: the line itself, and what is to be said about it.
extension Painter {
  mutating func paletteLine(_ model: Model, _ palette: PaletteState, in rect: Rect) {
    canvas.fill(rect, .text)
    _ = input(": ", palette.editor, in: rect.row(0))
    let text = "enter run   esc close   tab complete   up down choose"
    _ = write([Piece(text, .dim)], x: rect.x + 3, y: rect.y + 1, until: rect.maxX)
  }

  mutating func filterBar(_ model: Model, in rect: Rect) {
    guard let editor = model.filter.editor else { return }
    canvas.fill(rect, .text)
    let (start, shift) = input("/ ", editor, in: rect.row(0))
    guard let error = model.filter.error else {
      let text = "\(matches(model))   enter apply   esc cancel   tab complete   up down earlier filters"
      return _ = write([Piece(text, .dim)], x: start, y: rect.y + 1, until: rect.maxX)
    }
    let wrong = cellWidth(String(editor.text.prefix(max(0, error.column - 1))))
    let column = max(start, min(start + wrong - shift, rect.maxX - 1))
    canvas.restyle(Rect(x: column, y: rect.y, width: 1, height: 1)) { $0.role = .critical }
    mark(error, at: column, in: rect.row(1))
  }

  /// How many events the filter lets through; never the number of the filter before.
  private func matches(_ model: Model) -> String {
    let slot = model.slot(.timeline)
    guard slot.isAnswered else { return "counting\(signs.ellipsis)" }
    let events = Wording.counted(slot.totals.events, "event", "events")
    // A search through whole records finds more as it goes on.
    return slot.isComplete ? events : "\(events) so far, counting\(signs.ellipsis)"
  }

  /// The prompt and the text, scrolled so that the cursor stays inside. Returns the column that the text begins at, and how many of
  /// its columns are scrolled away.
  mutating func input(_ prompt: String, _ editor: LineEditor, in line: Rect) -> (
    start: Int, shift: Int
  ) {
    let (before, behind) = editor.halves
    let start = line.x + 1 + canvas.draw(prompt, x: line.x + 1, y: line.y, style: .accent)
    let room = max(0, line.maxX - start - 1)
    let shift = max(0, cellWidth(before) - room + 1)
    let shown = suffix(of: before, droppingColumns: shift)
    let cursor = start + canvas.draw(shown, x: start, y: line.y, width: room)
    canvas.draw(behind, x: cursor, y: line.y, width: max(0, line.maxX - 1 - cursor))
    canvas.restyle(Rect(x: cursor, y: line.y, width: 1, height: 1)) { $0.reverse = true }
    return (start, shift)
  }

  /// A caret under the wrong column, and beside it, where there is more room, what is wrong.
  private mutating func mark(_ error: FilterError, at column: Int, in line: Rect) {
    canvas.draw("^", x: column, y: line.y, style: .critical)
    let room = max(line.maxX - column - 3, column - line.x - 2)
    let whole = error.description
    let text = cellWidth(whole) <= room ? whole : "column \(error.column): \(error.message)"
    let right = line.maxX - column - 3
    if right >= cellWidth(text) || right >= column - line.x - 3 {
      _ = write([Piece(text, .critical)], x: column + 2, y: line.y, until: line.maxX)
    } else {
      let start = max(line.x + 1, column - 1 - cellWidth(text))
      _ = write([Piece(text, .critical)], x: start, y: line.y, until: column - 1)
    }
  }

  /// `text` without the characters that take its first `columns` columns.
  private func suffix(of text: String, droppingColumns columns: Int) -> Substring {
    var dropped = 0
    return text.drop { character in
      guard dropped < columns else { return false }
      dropped += cellWidth(character)
      return true
    }
  }
}
