/// The columns `character` takes on a terminal once sanitised: 1 or 2, more where it is drawn as several glyphs side
/// by side (a joined emoji, a flag, a syllable with a spacing vowel sign).
package func cellWidth(_ character: Character) -> Int {
  if let byte = character.asciiValue, byte >= 0x20, byte < 0x7F { return 1 }
  return Glyphs(String(character)).reduce(0) { $0 + Int($1.width) }
}

/// The columns `text` takes on a terminal once sanitised.
package func cellWidth(_ text: some StringProtocol) -> Int {
  if isPrintableASCII(text) { return text.utf8.count }
  return Glyphs(text).reduce(0) { $0 + Int($1.width) }
}
