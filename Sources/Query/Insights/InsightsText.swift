import CloudTrail

/// Texts and patterns in a query. What goes in comes from people and rules: nothing is written that could end a string or an expression
/// early (INSIGHTS, Text).
enum InsightsText {
  /// The text in the quotes that it lacks; nil for one with a backslash, a control character or both quotes, whose escapes are not
  /// documented.
  static func quoted(_ text: String) -> String? {
    let isSafe = text.unicodeScalars.allSatisfy { scalar in
      scalar != "\\" && scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        && !(0x2028...0x2029).contains(scalar.value)
    }
    guard isSafe, text.utf8.count <= 1000 else { return nil }
    if !text.utf8.contains(UInt8(ascii: "\"")) { return "\"\(text)\"" }
    return text.utf8.contains(UInt8(ascii: "'")) ? nil : "'\(text)'"
  }

  /// Holds at least where the field's text matches; nil for a pattern that says nothing.
  static func matches(_ field: String, _ pattern: TextPattern) -> String? {
    if let literal = asWritten(pattern), let quoted = quoted(literal) { return "\(field) = \(quoted)" }
    if pattern.matchesEverything { return nil }
    return regex(pattern, isWider: true).map { "\(field) like /\($0)/" }
  }

  /// Holds at least where the field is there and its text does not match; nil where that cannot be said.
  static func differs(_ field: String, _ pattern: TextPattern) -> String? {
    if let literal = asWritten(pattern), let quoted = quoted(literal) { return "\(field) != \(quoted)" }
    guard let regex = regex(pattern, isWider: false) else { return nil }
    // The end of an expression also matches before a line's end, which is then a text that differs.
    return "\(field) not like /\(regex)/ or \(field) like /\\n/"
  }

  /// Holds where the word of ASCII letters and digits stands somewhere in the field.
  static func contains(_ field: String, _ word: String, caseSensitive: Bool) -> String {
    if caseSensitive { return "\(field) like \"\(word)\"" }
    return "\(field) like /\(word.unicodeScalars.map { folded($0, isWider: true) }.joined())/"
  }

  /// Some letter of the raw event is written as `\u00XX`, so that any word may hide in it.
  static let hasEscapedLetter = #"@message like /\\u00/"#

  /// The literal of a pattern that only matches it as it is written.
  private static func asWritten(_ pattern: TextPattern) -> String? {
    guard let literal = pattern.literal?.string else { return nil }
    let hasCase = literal.unicodeScalars.contains { !$0.isASCII || $0.foldedAlike.count > 1 }
    return pattern.caseSensitive || !hasCase ? literal : nil
  }

  // MARK: Expressions

  /// The pattern as an expression without flags: it matches at least the same texts, or, not wider, at most. Nil where it cannot.
  static func regex(_ pattern: TextPattern, isWider: Bool) -> String? {
    var text = "^"
    for piece in pattern.pieces {
      switch piece {
      case .anyRun: text += #"[\s\S]*"#
      case .anyOne:
        guard isWider else { return nil }
        // Of a letter beyond ASCII an engine may see several bytes.
        text += #"[\s\S]+"#
      case .literal(let literal):
        for scalar in literal.string.unicodeScalars {
          if (0x20..<0x7F).contains(scalar.value), !quotes.contains(scalar) {
            text += pattern.caseSensitive ? escaped(scalar) : folded(scalar, isWider: isWider)
          } else {
            guard isWider else { return nil }
            text += #"[\s\S]+"#
          }
        }
      }
    }
    text += "$"
    return text.count <= 2000 ? text : nil
  }

  /// Not written within an expression either.
  private static let quotes: Set<Unicode.Scalar> = ["\"", "'", "`"]

  /// An ASCII letter in either case. What else folds to `k` and `s` lies beyond ASCII, as one character or several bytes.
  private static func folded(_ scalar: Unicode.Scalar, isWider: Bool) -> String {
    let alike = scalar.foldedAlike
    guard alike.count > 1 else { return escaped(scalar) }
    let plain = "[\(alike[0])\(alike[1])]"
    return alike.count > 2 && isWider ? "(?:\(plain)|[^ -~]+)" : plain
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    scalar.isASCIIWord || scalar == " " || scalar == "_" ? String(scalar) : "\\\(scalar)"
  }
}
