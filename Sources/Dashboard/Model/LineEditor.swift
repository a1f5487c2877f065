import Terminal

/// A line of text with a cursor, and the lines written before.
struct LineEditor: Sendable {
  private var characters: [Character]
  /// The character the cursor stands before, from 0 to the text's length.
  private(set) var cursor: Int
  /// How many lines back in the history the text was taken from; 0 for the line that is being written.
  private var back = 0
  private var draft: [Character] = []

  /// What a line may have; beyond it nothing is taken.
  static let longest = 4096

  init(text: String) {
    characters = Array(text)
    cursor = characters.count
  }

  var text: String { String(characters) }

  /// The text before and behind the cursor.
  var halves: (before: String, behind: String) {
    (String(characters[..<cursor]), String(characters[cursor...]))
  }

  /// Takes a key; false when it means nothing here. `history` has the oldest line first.
  mutating func take(_ key: Key, history: [String]) -> Bool {
    switch key {
    case .character(let character): insert([character])
    case .paste(let text): insert(Array(text.filter { !$0.isNewline }))
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .backspace, .control("h"): remove(cursor - 1..<cursor)
    case .delete, .control("d"): remove(cursor..<cursor + 1)
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<characters.count)
    case .control("w"): remove(startOfWord..<cursor)
    case .up: recall(back + 1, history)
    case .down: recall(back - 1, history)
    default: return false
    }
    return true
  }

  /// Puts `text` in the place of what stands between `start`, a place of a character, and the cursor.
  mutating func replace(from start: Int, with text: String) {
    remove(max(0, min(start, cursor))..<cursor)
    insert(Array(text))
  }

  private mutating func insert(_ new: [Character]) {
    let taken = new.prefix(max(0, LineEditor.longest - characters.count))
    characters.insert(contentsOf: taken, at: cursor)
    cursor += taken.count
    // A combining mark may have joined the character before it.
    let joined = Array(String(characters))
    if joined.count != characters.count {
      cursor = min(joined.count, max(0, cursor - (characters.count - joined.count)))
      characters = joined
    }
  }

  private mutating func remove(_ range: Range<Int>) {
    let inside = range.clamped(to: 0..<characters.count)
    characters.removeSubrange(inside)
    cursor = min(cursor, inside.lowerBound)
  }

  private var startOfWord: Int {
    var at = cursor
    while at > 0, characters[at - 1] == " " { at -= 1 }
    while at > 0, characters[at - 1] != " " { at -= 1 }
    return at
  }

  private mutating func recall(_ wanted: Int, _ history: [String]) {
    guard wanted >= 0, wanted <= history.count, wanted != back else { return }
    if back == 0 { draft = characters }
    back = wanted
    characters = back == 0 ? draft : Array(history[history.count - back])
    cursor = characters.count
  }
}
