import Seeded

/// Text as an attacker would choose it, as much as is wanted, the same in every run.
enum HostileText {
  /// What it is put together from.
  private static let pieces: [[String]] = [
    // Escape sequences and controls, C0 and C1.
    [
      "\u{1B}[2J", "\u{1B}[66;77H", "\u{1B}]0;x\u{7}", "\u{1B}]52;c;eA==\u{7}", "\u{9B}31m", "\u{90}q\u{9C}",
      "\u{1B}c",
    ],
    ["\u{0}", "\t", "\r\n", "\u{8}\u{8}", "\u{7F}", "\u{85}", "\u{C}", "\u{E}", "\u{9D}"],
    // Emoji: joined, with skin tones, selectors and keycaps; flags of letters and of tags.
    ["👩‍👩‍👧‍👦", "👍🏽", "❤️", "❤︎", "1️⃣", "🏳️‍🌈", "🇰🇷", "🇰", "🏴\u{E0067}\u{E0062}\u{E007F}", "🧑🏿‍🚀", "\u{1FAE8}", "☀️"],
    // Marks: one, many, without a letter, enclosing.
    ["e\u{301}", "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}", "\u{301}\u{301}", "A\u{20DD}", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢"],
    // Scripts that turn the direction, join or stack.
    ["עברית", "العربية", "\u{202E}gnp.exe", "\u{2066}a\u{2069}", "नमस्ते", "க்ஷி", "กำ", "ျမန္မာ", "བོད"],
    // East Asian: wide, halfwidth, ambiguous, jamo in every order.
    [
      "데이터베이스", "日本語テスト", "ﾊﾝｶｸ", "Ｆｕｌｌ", "①§±", "ᄒ\u{1161}\u{11AB}", "\u{1161}", "\u{11AB}\u{1112}",
      "\u{115F}\u{1160}", "\u{D7B0}",
    ],
    // What cannot be seen, is no character, or was invalid UTF-8.
    [
      "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{AD}", "\u{2060}", "\u{180E}", "\u{FFFE}", "\u{10FFFF}",
      "\u{E000}", "\u{2028}", "\u{3164}", "\u{FFFD}",
    ],
    // Newer than the C library, of doubtful width, and plain text between.
    [
      "\u{1FADC}", "\u{1CC00}", "⌚", "✔", "☰", "𝌆", "\u{16FF0}", "plain text",
      "arn:aws:iam::111122223333:user/x", "  ",
    ],
  ]

  /// A string of 1 to 12 pieces, or of as many single scalars of any kind.
  static func string(_ dice: inout SeededRandom) -> String {
    let count = Int.random(in: 1...12, using: &dice)
    var text = ""
    for _ in 0..<count {
      if Int.random(in: 0..<5, using: &dice) == 0 {
        text.unicodeScalars.append(scalar(&dice))
      } else {
        let kind = pieces[Int.random(in: 0..<pieces.count, using: &dice)]
        text += kind[Int.random(in: 0..<kind.count, using: &dice)]
      }
    }
    return Int.random(in: 0..<200, using: &dice) == 0 ? String(repeating: text, count: 50) : text
  }

  private static func scalar(_ dice: inout SeededRandom) -> Unicode.Scalar {
    let limits: [UInt32] = [0x100, 0x3000, 0x1_0000, 0x2_0000, 0x11_0000]
    let value = UInt32.random(in: 0..<limits[Int.random(in: 0..<limits.count, using: &dice)], using: &dice)
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}
