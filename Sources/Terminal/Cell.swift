import Text

/// One place of a canvas. 16 bytes and no reference: a 400x100 canvas is 640 KB and compares as plain memory does.
package struct Cell: Hashable, Sendable {
  /// What is drawn here; for the right half of a wide glyph, a blank that is not drawn.
  package let glyph: Glyph
  /// The columns the glyph takes, 1 or 2; 0 for the right half of the wide glyph before it.
  package let width: Int8
  package var style: Style

  init(glyph: Glyph, style: Style) {
    self.glyph = glyph
    self.width = glyph.width
    self.style = style
  }

  private init(rightHalfWith style: Style) {
    glyph = .blank
    width = 0
    self.style = style
  }

  /// A blank.
  static func blank(_ style: Style) -> Cell { Cell(glyph: .blank, style: style) }

  /// The second column of a wide glyph.
  static func rightHalf(_ style: Style) -> Cell { Cell(rightHalfWith: style) }

  /// The glyph as text: empty for the right half of a wide glyph.
  package var text: String { width == 0 ? "" : glyph.text }
}
