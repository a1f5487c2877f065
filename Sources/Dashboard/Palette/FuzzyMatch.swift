/// How well typed letters fit a text: they have to occur in it in their order, whatever their case. Words that are typed apart are
/// looked for each by itself. The same letters and texts always give the same answer.
struct FuzzyMatch: Hashable, Sendable {
  /// The greater the better; comparable for one query only.
  let score: Int
  /// The places of the letters in the text, in characters, ascending.
  let places: [Int]

  private static let letter = 1
  private static let wordStart = 8
  private static let neighbour = 6
  private static let gap = 2
  /// A text that is no more than what was typed is what was meant.
  private static let whole = 10
  /// What is looked at of a query and of a text.
  private static let longest = 120

  /// Nil where the letters do not occur.
  init?(_ query: String, in text: String) {
    let letters = Array(text.prefix(FuzzyMatch.longest))
    let small = letters.map { $0.lowercased() }
    let isStart = letters.indices.map { FuzzyMatch.beginsWord(at: $0, letters) }
    var score = 0
    var places: Set<Int> = []
    for word in query.prefix(FuzzyMatch.longest).split(separator: " ") {
      guard let found = FuzzyMatch.best(word.map { $0.lowercased() }, small, isStart) else { return nil }
      score += found.score
      places.formUnion(found.places)
    }
    self.score = score + (places.count == letters.count ? FuzzyMatch.whole : 0)
    self.places = places.sorted()
  }

  private static func beginsWord(at index: Int, _ letters: [Character]) -> Bool {
    guard index > 0 else { return true }
    let before = letters[index - 1]
    if !before.isLetter && !before.isNumber { return letters[index].isLetter || letters[index].isNumber }
    return before.isLowercase && letters[index].isUppercase
  }

  /// The best places of one word's letters. `ending[j]` is the best score of the letters so far with the last one at `j`.
  private static func best(
    _ word: [String], _ text: [String], _ isStart: [Bool]
  ) -> (score: Int, places: [Int])? {
    var ending: [Int?] = []
    var ways: [[Int]] = []
    for (number, wanted) in word.enumerated() {
      var next = [Int?](repeating: nil, count: text.count)
      var way = [Int](repeating: -1, count: text.count)
      // The best place so far that is not the neighbour's.
      var far: Int?
      for index in text.indices {
        if number > 0, index > 1, let score = ending[index - 2],
          score > far.flatMap({ ending[$0] }) ?? Int.min
        {
          far = index - 2
        }
        guard text[index] == wanted else { continue }
        let own = letter + (isStart[index] ? wordStart : 0)
        guard number > 0 else {
          next[index] = own - (index > 0 && !isStart[index] ? gap : 0)
          continue
        }
        let near = index > 0 ? ending[index - 1].map { $0 + neighbour } : nil
        let leap = far.flatMap { ending[$0] }.map { $0 - gap }
        guard let better = [near, leap].compactMap({ $0 }).max() else { continue }
        next[index] = better + own
        way[index] = near == better ? index - 1 : far ?? -1
      }
      ending = next
      ways.append(way)
    }
    return traced(ending, ways)
  }

  private static func traced(_ ending: [Int?], _ ways: [[Int]]) -> (score: Int, places: [Int])? {
    var last: Int?
    for index in ending.indices where (ending[index] ?? Int.min) > last.flatMap({ ending[$0] }) ?? Int.min {
      last = index
    }
    guard let last, let score = ending[last] else { return nil }
    var places = [last]
    for way in ways.dropFirst().reversed() { places.append(way[places[places.count - 1]]) }
    return (score, places)
  }
}
