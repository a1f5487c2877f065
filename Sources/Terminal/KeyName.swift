import Text

/// Keys and their names, as the help shows them and the configuration's `keys` block writes them.
extension Key: CustomStringConvertible {
  private static let names: [(name: String, key: Key)] = [
    ("space", .character(" ")), ("up", .up), ("down", .down), ("left", .left), ("right", .right),
    ("home", .home), ("end", .end), ("pgup", .pageUp), ("pgdn", .pageDown), ("tab", .tab),
    ("backtab", .backTab), ("enter", .enter), ("esc", .escape), ("backspace", .backspace),
    ("del", .delete), ("ins", .insert),
  ]
  private static let otherNames: [(name: String, key: Key)] = [
    ("pageup", .pageUp), ("pagedown", .pageDown), ("shift-tab", .backTab), ("return", .enter),
    ("escape", .escape), ("delete", .delete), ("insert", .insert),
  ]

  /// The key's name: `ctrl-l`, `space`, `pgdn`, `f1`, `/`. What is no key of the keyboard is described in brackets.
  package var description: String {
    switch self {
    case .function(let number): "f\(number)"
    case .control(let character): "ctrl-\(character)"
    case .alt(let character): character == " " ? "alt-space" : "alt-\(sanitised(String(character)))"
    case .resize(let columns, let rows): "<resize \(columns)x\(rows)>"
    case .mouse(let event): "<mouse \(event.x),\(event.y)>"
    case .paste: "<paste>"
    case .character(let character) where character != " ": sanitised(String(character))
    default: Key.names.first { $0.key == self }?.name ?? ""
    }
  }

  /// The key named `text`, in any case except for single letters (`g` and `G` are two keys); nil when there is none.
  package init?(parsing text: some StringProtocol) {
    if text.count == 1, let character = text.first, isPrintable(character) {
      self = .character(character)
      return
    }
    let name = text.lowercased()
    if let named = (Key.names + Key.otherNames).first(where: { $0.name == name }) {
      self = named.key
    } else if name.hasPrefix("ctrl-"), let character = name.dropFirst(5).only, isControllable(character) {
      self = .control(character)
    } else if name == "alt-space" {
      self = .alt(" ")
    } else if name.hasPrefix("alt-"), let character = text.dropFirst(4).only, isPrintable(character) {
      self = .alt(character)
    } else if name.first == "f", let number = Int(name.dropFirst()), (1...24).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }
}

/// Whether Ctrl with `character` is a code of its own (0x00...0x1F) in a terminal.
private func isControllable(_ character: Character) -> Bool {
  guard let byte = character.asciiValue else { return false }
  return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || "@[\\]^_".utf8.contains(byte)
}

private func isPrintable(_ character: Character) -> Bool {
  let text = String(character)
  return sanitised(text) == text
}

extension StringProtocol {
  /// The text's character if it has exactly one.
  fileprivate var only: Character? { count == 1 ? first : nil }
}
