import Seeded
import Testing

@testable import Audit

@Suite struct RecentTextsTests {
  @Test("a text that came of late has the number that the interner gives it, and so has any other")
  func numbers() {
    var (recent, strings, asked) = (RecentTexts(), Interner(), Interner())
    var random = SeededRandom(state: 3)
    // Of many some fall to one place, some are told apart in the middle alone, some are too short to be kept.
    let texts = (0..<2000).map { number in
      Array("agent/\(number % 50) on \(random.below(1000)) or \(number % 3)/linux/arm64".utf8)
        .prefix(number % 7 == 0 ? number % 8 : 100)
    }
    for _ in 0..<4000 {
      Array(random.pick(texts)).withUnsafeBufferPointer { text in
        #expect(recent.number(of: text, in: &strings) == asked.intern(text))
      }
    }
    #expect(strings.count == asked.count)
  }
}
