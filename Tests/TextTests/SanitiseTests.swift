import Seeded
import Testing
import Text

@Suite("Sanitising") struct SanitiseTests {
  /// Scalars that must never reach a screen, by the rules of the issue: C0, DEL, C1, bidi controls, zero-width
  /// characters, separators of lines and paragraphs, tags, private use.
  static let forbidden: [ClosedRange<UInt32>] = [
    0x00...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069,
    0xFEFF...0xFEFF, 0xE0000...0xE007F, 0xE000...0xF8FF, 0xAD...0xAD, 0x3164...0x3164,
  ]

  @Test("no forbidden scalar survives, alone, in text or doubled", arguments: forbidden)
  func forbiddenScalars(range: ClosedRange<UInt32>) throws {
    for value in range {
      let scalar = try #require(Unicode.Scalar(value))
      for text in ["\(scalar)", "a\(scalar)b", "한\(scalar)\(scalar)👍\(scalar)"] {
        #expect(!sanitised(text).unicodeScalars.contains(scalar), "U+\(String(value, radix: 16))")
      }
    }
  }

  @Test("a removed scalar leaves a visible sign in its place")
  func visible() {
    #expect(sanitised("a\u{202E}b\u{200B}c\u{9B}d") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d")
  }

  @Test("an escape sequence is seen as its control picture and letters")
  func escape() {
    #expect(sanitised("\u{1B}[31m\u{7}\n\u{7F}") == "␛[31m␇␊␡")
  }

  @Test("carriage return and newline together are two signs")
  func carriageReturnNewline() {
    #expect(sanitised("a\r\nb") == "a␍␊b")
  }

  @Test(
    "ordinary text of any script stays as it is",
    arguments: [
      "iam:CreateUser", "한국어 계정", "日本語", "ἀρχή", "हिन्दी", "ภาษาไทย", "naïve café", "👍🔥", "—…▌█",
    ])
  func unchanged(text: String) {
    #expect(Array(sanitised(text).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test("decomposed Hangul is composed")
  func hangul() {
    let expected: [Unicode.Scalar] = ["한", "국", "가"]
    #expect(
      Array(sanitised("\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}\u{1100}\u{1161}").unicodeScalars)
        == expected)
  }

  @Test("a joiner between emoji is shown, since terminals disagree on joined widths")
  func joiner() {
    #expect(sanitised("👨\u{200D}👩") == "👨\u{FFFD}👩")
  }

  @Test("a presentation selector and a skin tone on an emoji are left out")
  func looks() {
    #expect(Array(sanitised("❤\u{FE0F}👍\u{1F3FD}!").unicodeScalars) == ["❤", "👍", "!"])
  }

  @Test(
    "a selector or tone with nothing to change is shown",
    arguments: ["x\u{FE0F}", "x\u{1F3FD}", "❤\u{FE0F}\u{FE0F}"])
  func strayLooks(text: String) {
    #expect(sanitised(text).unicodeScalars.last == "\u{FFFD}")
  }

  @Test("a mark with nothing to stand on does not climb on what is before the text")
  func loneMark() {
    #expect(sanitised("\u{301}a").unicodeScalars.first == "\u{FFFD}")
  }

  @Test("at most two marks stay on a letter, the rest becomes one sign")
  func manyMarks() {
    let text = "Z" + String(repeating: "\u{300}", count: 40) + "a"
    #expect(Array(sanitised(text).unicodeScalars) == ["Z", "\u{300}", "\u{300}", "\u{FFFD}", "a"])
  }

  @Test("a flag, whose width terminals disagree on, is shown as its letters in squares")
  func flags() {
    #expect(Array(sanitised("🇰🇷").unicodeScalars) == ["\u{1F13A}", "\u{1F141}"])
  }

  @Test("sanitising twice changes nothing more, whatever the scalars")
  func idempotent() throws {
    var generator = SeededRandom(state: 7)
    for _ in 0..<3000 {
      let text = generator.text()
      let once = sanitised(text)
      #expect(Array(sanitised(once).unicodeScalars) == Array(once.unicodeScalars))
    }
  }

  @Test("no scalar that Unicode calls a control, format, private or unassigned survives")
  func everyScalar() {
    // Large scripts and unassigned planes are all alike inside: their edges stand for them.
    for value in difficultScalars {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch scalar.properties.generalCategory {
      case .control, .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        if sanitised("a\(scalar)").unicodeScalars.contains(scalar) {
          Issue.record("U+\(String(value, radix: 16))")
        }
      default: break
      }
    }
  }

  private var difficultScalars: [UInt32] {
    let blocks: [ClosedRange<UInt32>] = [
      0...0x3400, 0x4DBF...0x4E00, 0x9FFF...0xAC00, 0xD7A3...0xE010, 0xF8F0...0x13500, 0x16800...0x17000,
      0x187F0...0x18D10, 0x1AFF0...0x20010, 0x2FFF0...0x30010, 0xE0000...0xE0200, 0xFFFF0...0x100000,
      0x10FFF0...0x10FFFF,
    ]
    return blocks.flatMap { Array($0) }
  }
}

extension SeededRandom {
  mutating func text() -> String {
    let blocks: [ClosedRange<UInt32>] = [
      0x0...0xFF, 0x300...0x36F, 0x600...0x6FF, 0x900...0x97F, 0x1100...0x11FF, 0x2000...0x206F,
      0x2600...0x27BF, 0xAC00...0xAC40, 0xFE00...0xFE0F, 0x1F1E6...0x1F1FF, 0x1F3FB...0x1F3FF,
      0x1F400...0x1F4FF, 0xE0020...0xE007F, 0x3040...0x30FF, 0x0...0x10FFFF,
    ]
    var view = String.UnicodeScalarView()
    for _ in 0..<(next() % 12) {
      let block = blocks[Int(next() % UInt64(blocks.count))]
      let value = block.lowerBound + UInt32(next() % UInt64(block.count))
      if let scalar = Unicode.Scalar(value) { view.append(scalar) }
    }
    return String(view)
  }
}
