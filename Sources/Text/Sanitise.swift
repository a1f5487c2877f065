/// `text` as it may be shown: only harmless scalars, each glyph of a width all terminals agree on (see `Glyphs`).
///
/// Sanitising twice changes nothing more. Nothing in the result starts a line, moves a cursor or turns the
/// direction of writing.
package func sanitised(_ text: some StringProtocol) -> String {
  if isPrintableASCII(text) { return String(text) }
  var view = String.UnicodeScalarView()
  for glyph in Glyphs(text) { glyph.append(to: &view) }
  return String(view)
}

/// Whether every byte is in 0x20...0x7E: one column each and nothing to replace. Nearly all text is.
package func isPrintableASCII(_ text: some StringProtocol) -> Bool {
  text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
}
