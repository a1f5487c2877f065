import Text

extension Glyph {
  /// Whether every terminal moves on by the width that the canvas gives it: one scalar of the scripts and signs whose
  /// width has never been in doubt. Emoji, marks, spacing vowel signs and rare scripts are not among them: terminals
  /// measure those by the Unicode version and the joining that they happen to know.
  var hasCertainWidth: Bool {
    guard isSingle else { return false }
    switch base.value {
    // Latin, Greek, Cyrillic.
    case 0x20..<0x300, 0x370..<0x483, 0x48A..<0x530: return true
    // Dashes, quotes, the ellipsis; arrows, control pictures, rules and blocks; ticks and crosses.
    case 0x2010..<0x2028, 0x2030..<0x205F, 0x2713..<0x2718, 0xFFFD: return true
    case 0x2190..<0x2300, 0x2400..<0x2440, 0x2500..<0x25FD: return width == 1
    // Kana, ideographs, Hangul, and the wide forms of ASCII.
    case 0x3041..<0x3097, 0x30A0..<0x3100, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xAC00..<0xD7A4: return true
    case 0xFF01..<0xFF61, 0xFFE0..<0xFFE7: return true
    default: return false
    }
  }
}
