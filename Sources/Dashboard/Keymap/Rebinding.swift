import Query
import Terminal

/// The keys that a command is to have; none for no key at all.
package struct Rebinding: Hashable, Sendable {
  package var command: String
  /// As `Key` names them.
  package var keys: [String]

  package init(command: String, keys: [String]) { (self.command, self.keys) = (command, keys) }
}

/// Why a rebinding cannot be.
package struct RebindingError: Error, Hashable, Sendable {
  /// Its place in the list.
  package let rebinding: Int
  /// The place of the key it is about; nil when it is about the command.
  package let key: Int?
  package let message: String
}

extension Keymap {
  /// This keymap with other keys for some commands, and what is wrong with those.
  package func rebound(_ changes: [Rebinding]) -> (keymap: Keymap, mistakes: [RebindingError]) {
    var keymap = self
    var mistakes: [RebindingError] = []
    var changed: [KeyCommand: Int] = [:]
    for (index, change) in changes.enumerated() {
      guard let command = KeyCommand(named: change.command) else {
        mistakes.append(RebindingError(rebinding: index, key: nil, message: Keymap.unknown(change.command)))
        continue
      }
      if changed[command] != nil {
        mistakes.append(
          RebindingError(rebinding: index, key: nil, message: "\(command.name) is written twice"))
      }
      changed[command] = index
      let (keys, wrong) = Keymap.keys(change, index)
      mistakes += wrong
      keymap.give(command, keys)
    }
    mistakes += keymap.conflicts(changes, changed)
    return (keymap, mistakes)
  }

  private static func unknown(_ name: String) -> String {
    let names = KeyCommand.allCases.map(\.name)
    let close = Spelling.closest(to: name, among: names).map { "did you mean \($0)? " } ?? ""
    return "there is no such command; \(close)the commands are \(names.joined(separator: " "))"
  }

  private static func keys(_ change: Rebinding, _ index: Int) -> (keys: [Key], wrong: [RebindingError]) {
    var keys: [Key] = []
    var wrong: [RebindingError] = []
    for (place, name) in change.keys.enumerated() {
      if let key = Key(parsing: name) {
        keys.append(key)
      } else {
        wrong.append(
          RebindingError(
            rebinding: index, key: place,
            message: "\"\(name)\" is no key; write a letter or sign, or one of \(Key.examples)"))
      }
    }
    return (keys, wrong)
  }

  /// Every binding of the command gets the keys. Ctrl-c always quits: a screen that cannot be left is a trap.
  private mutating func give(_ command: KeyCommand, _ keys: [Key]) {
    let all = command == .quit && !keys.contains(.control("c")) ? keys + [.control("c")] : keys
    for group in groups.indices {
      for index in groups[group].bindings.indices where groups[group].bindings[index].command == command {
        groups[group].bindings[index].keys = all
      }
    }
  }

  /// Keys that two commands have in one place, where a change is to blame; the later one is.
  private func conflicts(_ changes: [Rebinding], _ changed: [KeyCommand: Int]) -> [RebindingError] {
    var found: [RebindingError] = []
    for binding in bindings {
      guard let index = changed[binding.command] else { continue }
      for other in bindings where other.command != binding.command && other.meets(binding) {
        if let theirs = changed[other.command], theirs > index { continue }
        guard let key = binding.keys.first(where: other.keys.contains) else { continue }
        let place = changes[index].keys.firstIndex { Key(parsing: $0) == key }
        let mistake = RebindingError(
          rebinding: index, key: place,
          message: "\(key) is \(other.command.name) already (\(other.description)); "
            + (other.command == .quit && key == .control("c")
              ? "ctrl-c always quits" : "give \(other.command.name) another key, or none"))
        if !found.contains(mistake) { found.append(mistake) }
      }
    }
    return found
  }
}

extension KeyBinding {
  /// Whether there is a place where both mean something.
  fileprivate func meets(_ other: KeyBinding) -> Bool {
    contexts.contains(.everywhere) || other.contexts.contains(.everywhere)
      || !contexts.isDisjoint(with: other.contexts)
  }
}

extension Key {
  /// What a message shows of the keys that have names.
  fileprivate static let examples =
    "space tab shift-tab enter esc up down left right home end pgup pgdn backspace del ins f1 ctrl-l alt-x"
}
