/// What the keyboard sent, as ncurses hands it over: a scalar, or a key it knows from the terminal's description.
enum InputToken: Equatable {
  case scalar(Unicode.Scalar)
  case key(Key)
}

/// Makes keys of tokens: control codes, Alt, and the sequences ncurses leaves as they are (mouse reports in SGR form,
/// bracketed paste). A sequence nobody knows is dropped as a whole: its letters are not commands.
struct InputParser {
  private enum State {
    case ground
    /// After ESC.
    case escaped
    /// After ESC `[`, with what came since.
    case sequence(String)
    /// After ESC `O`, where one more is to come.
    case single
    case pasting
  }

  /// A paste is cut off here; the rest of it is read and dropped.
  static let longestPaste = 64 * 1024
  /// The longest sequence that could mean something.
  private static let longestSequence = 32

  private static let pasteEnd: [Unicode.Scalar] = ["\u{1B}", "[", "2", "0", "1", "~"]

  private var state = State.ground
  private var pasted: [Unicode.Scalar] = []
  private var keys: [Key] = []

  /// The keys that `tokens` complete. A sequence cut in two goes on with the next call; an ESC with nothing after it is the
  /// escape key.
  mutating func keys(from tokens: some Sequence<InputToken>) -> [Key] {
    keys = []
    for token in tokens { take(token) }
    if case .escaped = state { finish(.escape) }
    return keys
  }

  private mutating func finish(_ key: Key?) {
    state = .ground
    if let key { keys.append(key) }
  }

  private mutating func take(_ token: InputToken) {
    switch (state, token) {
    case (.pasting, .key): break
    case (.pasting, .scalar(let scalar)): paste(scalar)
    case (.escaped, .key(let key)):
      finish(.escape)
      keys.append(key)
    case (_, .key(let key)): finish(key)
    case (.ground, .scalar(let scalar)): plain(scalar)
    case (.escaped, .scalar(let scalar)): afterEscape(scalar)
    case (.single, .scalar): finish(nil)
    case (.sequence(let text), .scalar(let scalar)): extend(text, with: scalar)
    }
  }

  private mutating func plain(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x1B: state = .escaped
    case 0x09: finish(.tab)
    case 0x0A, 0x0D: finish(.enter)
    case 0x08, 0x7F: finish(.backspace)
    case 0..<0x20:
      finish(.control(Character(Unicode.Scalar(UInt8(scalar.value) | 0x40)).lowercasedLetter))
    case 0x80..<0xA0: break
    default: keys.append(.character(Character(scalar)))
    }
  }

  private mutating func afterEscape(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "[": state = .sequence("")
    case "O": state = .single
    case "\u{1B}":
      finish(.escape)
      state = .escaped
    case _ where scalar.value >= 0x20 && scalar.value != 0x7F && !(0x80..<0xA0).contains(scalar.value):
      finish(.alt(Character(scalar)))
    default: finish(nil)
    }
  }

  private mutating func extend(_ text: String, with scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20..<0x40 where text.utf8.count < InputParser.longestSequence:
      state = .sequence(text + String(Character(scalar)))
    case 0x40..<0x7F:
      end(text, with: Character(scalar))
    default:
      // No sequence goes on like this; what comes now starts afresh.
      state = .ground
      if scalar.value < 0x20 { plain(scalar) }
    }
  }

  private mutating func end(_ text: String, with final: Character) {
    if text == "200", final == "~" {
      pasted = []
      state = .pasting
    } else if text.first == "<", final == "M" || final == "m" {
      finish(MouseEvent(report: text.dropFirst(), isRelease: final == "m").map(Key.mouse))
    } else {
      finish(InputParser.unmodified[text + String(final)])
    }
  }

  /// The keys of terminals that do not heed the wish for their application forms, which ncurses reads (ECMA-48; xterm's control
  /// sequences, "PC-Style Function Keys").
  private static let unmodified: [String: Key] = [
    "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab,
    "1~": .home, "3~": .delete, "4~": .end, "5~": .pageUp, "6~": .pageDown, "7~": .home, "8~": .end,
  ]

  private mutating func paste(_ scalar: Unicode.Scalar) {
    pasted.append(scalar)
    guard scalar == "~", pasted.suffix(InputParser.pasteEnd.count) == InputParser.pasteEnd[...] else {
      if pasted.count >= 2 * InputParser.longestPaste { forgetExcess() }
      return
    }
    pasted.removeLast(InputParser.pasteEnd.count)
    var text = String.UnicodeScalarView()
    text.append(contentsOf: pasted.prefix(InputParser.longestPaste))
    pasted = []
    finish(.paste(String(text)))
  }

  /// Drops what is beyond the longest paste, but not the beginning of a mark of its end.
  private mutating func forgetExcess() {
    let start = InputParser.longestPaste
    pasted.removeSubrange(start..<(pasted.count - InputParser.pasteEnd.count))
  }
}

extension Character {
  /// The letter a control code is named by: `A` is written `a`.
  fileprivate var lowercasedLetter: Character { lowercased().first ?? self }
}

extension MouseEvent {
  /// The event of an SGR report `button;column;row`, counted from 1 (xterm's control sequences, "Extended coordinates"); nil for one
  /// that is malformed or a movement without a button.
  fileprivate init?(report: some StringProtocol, isRelease: Bool) {
    let numbers = report.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let code = numbers[0], let column = numbers[1], let row = numbers[2],
      column > 0, row > 0
    else { return nil }
    let isWheel = code & 64 != 0
    let isMovement = code & 32 != 0
    if isMovement, isWheel || isRelease || code & 3 == 3 { return nil }
    let action: Action
    switch (isWheel, code & 3) {
    case (true, 0): action = .wheelUp
    case (true, 1): action = .wheelDown
    case (true, _): return nil
    default: action = isMovement ? .drag : isRelease ? .release : .press
    }
    let buttons: [Button] = [.left, .middle, .right, .none]
    self.init(x: column - 1, y: row - 1, action: action, button: isWheel ? .none : buttons[code & 3])
  }
}
