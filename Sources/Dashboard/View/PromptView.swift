import Terminal
import Text

/// A line that is being written, in the place of the status.
extension Painter {
  /// - Parameters:
  ///   - name: what it is that is written.
  ///   - hint: what the keys do.
  mutating func prompt(_ name: String, _ editor: LineEditor, hint: String, in rect: Rect) {
    canvas.fill(rect, .text)
    let (start, _) = input("\(name) ", editor, in: rect.row(0))
    _ = write([Piece(hint, .dim)], x: start, y: rect.y + 1, until: rect.maxX)
  }

  /// The reason of a decision about alerts.
  mutating func decision(_ prompt: DecisionPrompt, _ model: Model, in rect: Rect) {
    canvas.fill(rect, .text)
    let title = truncatedToFit(sanitised(prompt.target.title), rect.width / 3, .end, glyphs: signs.glyphs)
    let (start, _) = input(
      "\(prompt.isMute ? "mute" : "acknowledge") \(title), why: ", prompt.editor, in: rect.row(0))
    let hint: Piece =
      if let refusal = prompt.refusal {
        Piece(refusal, .warn)
      } else {
        Piece(prompt.isMute ? "7d why: for a week   enter   esc" : "enter   esc", .dim)
      }
    var pieces = [Piece(model.words(for: prompt.scope), .accent)]
    if prompt.target.scopes.count > 1 { pieces.append(Piece("  tab others", .dim)) }
    pieces += [Piece("   ", .dim), hint]
    _ = write(pieces, x: min(start, rect.x + 1), y: rect.y + 1, until: rect.maxX)
  }
}
