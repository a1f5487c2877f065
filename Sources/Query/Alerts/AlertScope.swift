/// Which of a rule's alerts are meant.
package struct AlertScope: Hashable, Sendable {
  /// The rule's id.
  package var rule: String
  /// What the rule's alerts are told apart by: of a correlation the values it groups by, of any other rule the account and the principal.
  /// Nil for all of them.
  package var group: [String]?

  package init(rule: String, group: [String]? = nil) { (self.rule, self.group) = (rule, group) }

  /// The group as one text, in which each value stands behind its length, so that no two groups are spelled alike; empty for all of the
  /// rule.
  package var groupKey: String { group.map(AlertScope.spelled) ?? "" }

  /// A scope by what ``groupKey`` spelled; nil for any other text.
  package init?(rule: String, groupKey: String) {
    guard let group = AlertScope.texts(groupKey) else { return nil }
    self.init(rule: rule, group: groupKey.isEmpty ? nil : group)
  }

  /// Each text behind its length in bytes.
  package static func spelled(_ texts: [String]) -> String {
    texts.map { "\($0.utf8.count):\($0)" }.joined()
  }

  /// What ``spelled(_:)`` spelled; nil for any other text.
  package static func texts(_ spelled: String) -> [String]? {
    var (texts, rest) = ([String](), spelled.utf8[...])
    while !rest.isEmpty {
      let digits = rest.prefix { $0 != UInt8(ascii: ":") }
      guard let count = Int(String(Substring(digits))), count >= 0, rest.count - digits.count - 1 >= count
      else { return nil }
      rest = rest.dropFirst(digits.count + 1)
      texts.append(String(Substring(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    return texts
  }
}
