import Seeded
import Testing

@testable import CloudTrail

@Suite struct JSONTextTests {
  /// The decoded UTF-8 of what stands between a string's quotes.
  private func decoded(_ raw: [UInt8]) -> [UInt8] {
    raw.withUnsafeBufferPointer { JSONText(raw: $0).withUTF8 { Array($0) } }
  }

  private func decoded(_ raw: String) -> String { String(decoding: decoded(Array(raw.utf8)), as: UTF8.self) }

  @Test("a text without escapes stays as it is")
  func plain() { #expect(decoded("iam:CreateUser 한") == "iam:CreateUser 한") }

  @Test(
    "each escape of RFC 8259 is decoded",
    arguments: [
      (#"\""#, "\""), (#"\\"#, "\\"), (#"\/"#, "/"), (#"\b"#, "\u{8}"), (#"\f"#, "\u{C}"), (#"\n"#, "\n"),
      (#"\r"#, "\r"), (#"\t"#, "\t"), (#"\u00e9"#, "\u{E9}"), (#"\u00E9"#, "\u{E9}"), (#"\u0000"#, "\u{0}"),
      (#"\ud55c"#, "한"), (#"a\u0062c"#, "abc"),
    ])
  func escapes(raw: String, text: String) { #expect(decoded(raw) == text) }

  @Test("a pair of surrogates is one character")
  func pair() { #expect(decoded(#"\ud83d\udc4d"#) == "👍") }

  @Test(
    "a surrogate without its partner becomes U+FFFD",
    arguments: [
      (#"\ud83d"#, "\u{FFFD}"), (#"\udc4d"#, "\u{FFFD}"), (#"\ud83dx"#, "\u{FFFD}x"),
      (#"\ud83d\n"#, "\u{FFFD}\n"), (#"\udc4d\ud83d"#, "\u{FFFD}\u{FFFD}"),
      (#"\ud83d\ud83d\udc4d"#, "\u{FFFD}👍"), (#"\ud83d\u0041"#, "\u{FFFD}A"),
    ])
  func lone(raw: String, text: String) { #expect(decoded(raw) == text) }

  @Test(
    "bytes that are not UTF-8 become U+FFFD, one for each maximal subpart (Unicode, table 3-8 and its neighbours)",
    arguments: [
      ([0x80], 1), ([0xFF], 1), ([0xC0, 0xAF], 2), ([0xC1, 0xBF], 2), ([0xE2, 0x82], 1),
      ([0xE0, 0x80, 0xBF], 3),
      ([0xED, 0xA0, 0x80], 3), ([0xF0, 0x9F, 0x98], 1), ([0xF0, 0x80, 0x80, 0x80], 4),
      ([0xF4, 0x90, 0x80, 0x80], 4),
      ([0xF5, 0x80, 0x80, 0x80], 4), ([0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2], 3),
      ([0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF], 4),
    ] as [([UInt8], Int)])
  func repair(raw: [UInt8], count: Int) {
    #expect(decoded(raw) == Array(String(repeating: "\u{FFFD}", count: count).utf8))
  }

  @Test("a byte that breaks a sequence off is itself kept")
  func neighbour() { #expect(decoded([0xE2, 0x82, 0x41, 0xC3, 0xA9]) == Array("\u{FFFD}A\u{E9}".utf8)) }

  @Test("any bytes are repaired as Swift's own decoder repairs them")
  func anyBytes() {
    var random = SeededRandom(state: 7)
    for _ in 0..<2000 {
      let pool: [UInt8] = [0x41, 0x80, 0xBF, 0xC2, 0xE0, 0xA0, 0xED, 0x9F, 0xF0, 0x90, 0xF4, 0x8F, 0xFF]
      let raw = (0..<random.below(9)).map { _ in pool[random.below(pool.count)] }
      #expect(decoded(raw) == Array(String(decoding: raw, as: UTF8.self).utf8), "\(raw)")
    }
  }

  @Test("where in a long text an escape stands makes no difference")
  func anyPlace() {
    let pieces = [
      ("a", "a"), ("a plain run of bytes that is longer than a block ", nil), (#"\""#, "\""), (#"\\"#, "\\"),
      (#"\/"#, "/"),
      (#"\n"#, "\n"), (#"\u00e9"#, "\u{E9}"), (#"\ud83d\udc4d"#, "👍"), ("한", nil), (#"\x"#, "x"),
      (#"\u00-"#, "\u{FFFD}00-"),
    ]
    var random = SeededRandom(state: 11)
    for _ in 0..<3000 {
      let favoured = 1 + random.below(pieces.count)
      let chosen = (0..<random.below(120)).map { _ in pieces[random.below(favoured)] }
      let raw = chosen.map(\.0).joined()
      #expect(decoded(raw) == chosen.map { $0.1 ?? $0.0 }.joined(), "\(raw)")
    }
  }

  @Test("a text is compared as it reads, not as it is written")
  func equals() {
    let raw = Array(#"Access\u0044enied"#.utf8)
    #expect(raw.withUnsafeBufferPointer { JSONText(raw: $0).equals("AccessDenied") })
  }

  @Test("a text with a canonically equal spelling is another text")
  func notCanonical() {
    let raw = Array("e\u{301}".utf8)
    #expect(!raw.withUnsafeBufferPointer { JSONText(raw: $0).equals("\u{E9}") })
  }
}
