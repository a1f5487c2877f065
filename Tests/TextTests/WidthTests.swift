import Seeded
import Testing

@testable import Text

@Suite("Widths") struct WidthTests {
  @Test(
    "widths follow East Asian width and the emoji's default presentation",
    arguments: [
      ("a", 1), ("é", 1), ("e\u{301}", 1), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("日", 2), ("ｆ", 2),
      ("ﾊ", 1),
      ("👍", 2), ("❤", 1), ("❤\u{FE0F}", 1), ("🔥", 2), ("─", 1), ("█", 1), ("…", 1), ("\u{1B}", 1), ("🇰🇷", 2),
      ("का", 2), ("", 0), ("한국 IAM", 8),
    ])
  func widths(text: String, columns: Int) {
    #expect(cellWidth(text) == columns)
  }

  @Test("a text is as wide as its characters together")
  func sums() {
    var generator = SeededRandom(state: 11)
    for _ in 0..<2000 {
      let text = sanitised(generator.text())
      #expect(text.reduce(0) { $0 + cellWidth($1) } == cellWidth(text), "\(Array(text.unicodeScalars))")
    }
  }

  @Test("the wide ranges are sorted and apart")
  func sorted() {
    for (one, next) in zip(wideRanges, wideRanges.dropFirst()) {
      #expect(one.upperBound < next.lowerBound)
    }
  }
}
