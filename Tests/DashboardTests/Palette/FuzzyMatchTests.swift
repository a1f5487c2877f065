import Seeded
import Testing

@testable import Dashboard

@Suite("Finding names by a few letters")
struct FuzzyMatchTests {
  @Test(
    "the letters have to occur in their order, whatever their case",
    arguments: [
      ("fs", "full-screen", true), ("FS", "full-screen", true), ("sf", "full-screen", false),
      ("full screen", "full-screen", true), ("screen full", "full-screen", true), ("x", "full-screen", false),
      ("", "full-screen", true), ("fullscreens", "full-screen", false), ("é", "Él", true),
    ])
  func order(query: String, text: String, isFound: Bool) {
    #expect((FuzzyMatch(query, in: text) != nil) == isFound)
  }

  @Test(
    "the first of two is the better fit",
    arguments: [
      ("zo", "zoom-out", "freeze-on"),  // neighbours at a word's start before letters apart
      ("zo", "zoom-in", "horizon"),  // a word's start before a word's middle
      ("ns", "next-sort", "newest"),  // two word starts before letters inside
      ("sort", "sort", "sort errors"),  // all of it before a part
      ("te", "test", "toe"),  // near before far
      ("aP", "next-aPane", "napping"),  // a hump starts a word
    ])
  func better(query: String, first: String, second: String) throws {
    let (left, right) = try (#require(FuzzyMatch(query, in: first)), #require(FuzzyMatch(query, in: second)))
    #expect(left.score > right.score)
  }

  @Test("the places are those of the letters, at word starts where there is a choice")
  func places() {
    #expect(FuzzyMatch("so", in: "last-sort-order")?.places == [5, 6])
    #expect(FuzzyMatch("lo", in: "last-sort-order")?.places == [0, 10])
    #expect(FuzzyMatch("sort last", in: "last-sort")?.places == [0, 1, 2, 3, 5, 6, 7, 8])
  }

  /// Every way to place the letters, scored by the rules as they are written.
  private func slowest(_ query: [Character], _ text: [Character], from: Int, last: Int?) -> Int? {
    guard let wanted = query.first else { return 0 }
    var best: Int?
    for index in from..<max(from, text.count) where text[index] == wanted {
      let isStart = index == 0 || text[index - 1] == "-"
      var score = 1 + (isStart ? 8 : 0)
      if let last { score += index == last + 1 ? 6 : -2 } else if index > 0, !isStart { score -= 2 }
      if let rest = slowest(Array(query.dropFirst()), text, from: index + 1, last: index) {
        best = max(best ?? Int.min, score + rest)
      }
    }
    return best
  }

  @Test("the score is that of the best way of all", arguments: 0..<200)
  func best(seed: UInt64) {
    var dice = SeededRandom(state: seed)
    func letters(_ count: ClosedRange<Int>) -> [Character] {
      (0..<Int.random(in: count, using: &dice)).map { _ in "ab-c".randomElement(using: &dice) ?? "a" }
    }
    let (query, text) = (letters(1...4).filter { $0 != "-" }, letters(5...12))
    guard !query.isEmpty, query.count < text.count else { return }
    #expect(FuzzyMatch(String(query), in: String(text))?.score == slowest(query, text, from: 0, last: nil))
  }
}
