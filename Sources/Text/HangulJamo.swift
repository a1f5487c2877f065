/// Conjoining Hangul letters and the syllables they form (The Unicode Standard, section 3.12).
///
/// macOS writes file and user names decomposed. Composing them makes every syllable one scalar of two columns, which
/// all terminals agree on.
enum HangulJamo {
  private static let syllableBase: UInt32 = 0xAC00
  private static let leadBase: UInt32 = 0x1100
  private static let vowelBase: UInt32 = 0x1161
  private static let tailBase: UInt32 = 0x11A7
  private static let leadCount: UInt32 = 19
  private static let vowelCount: UInt32 = 21
  private static let tailCount: UInt32 = 28

  /// The vowels and trailing consonants: they take no column of their own and join the letter before them.
  static func isMedialOrFinal(_ value: UInt32) -> Bool { isMedial(value) || isFinal(value) }

  /// Whether `second` joins `first` in one syllable (Unicode Standard Annex 29, rules GB6 to GB8).
  static func joins(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    let before = first.value
    let isSyllable = (0xAC00...0xD7A3).contains(before)
    let isOpen = isSyllable && (before - syllableBase) % tailCount == 0
    if isMedial(second.value) { return isLead(before) || isMedial(before) || isOpen }
    return isFinal(second.value) && (isMedial(before) || isSyllable || isFinal(before))
  }

  private static func isLead(_ value: UInt32) -> Bool {
    (0x1100...0x115F).contains(value) || (0xA960...0xA97C).contains(value)
  }

  private static func isMedial(_ value: UInt32) -> Bool {
    (0x1160...0x11A7).contains(value) || (0xD7B0...0xD7C6).contains(value)
  }

  private static func isFinal(_ value: UInt32) -> Bool {
    (0x11A8...0x11FF).contains(value) || (0xD7CB...0xD7FB).contains(value)
  }

  /// The syllable of a leading consonant or an open syllable and the letter after it, or nil when they do not join.
  static func composed(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    let lead = first.value &- leadBase
    let vowel = second.value &- vowelBase
    if lead < leadCount, vowel < vowelCount {
      return Unicode.Scalar(syllableBase + (lead * vowelCount + vowel) * tailCount)
    }
    let syllable = first.value &- syllableBase
    let tail = second.value &- tailBase
    let isOpen = syllable < leadCount * vowelCount * tailCount && syllable % tailCount == 0
    guard isOpen, tail > 0, tail < tailCount else { return nil }
    return Unicode.Scalar(first.value + tail)
  }
}
