import Terminal

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
}
