import CloudTrail

extension RegexPattern {
  /// A pattern that every text matches in which the expression is found; nil for an expression with anything but literals, dots with
  /// or without `*` and `+`, and anchors at its ends.
  var widerPattern: TextPattern? {
    var reader = SimpleRegexReader(source.string.unicodeScalars)
    guard let body = reader.pieces() else { return nil }
    // A line's beginning may be anywhere, and `$` allows a line end behind it: only a beginning says something.
    let isAnchored = reader.beginsAnchored && !options.contains(.multiLine)
    return TextPattern(
      (isAnchored ? [] : [.anyRun]) + body + [.anyRun], caseSensitive: !options.contains(.ignoreCase))
  }
}

/// Reads the few constructs of an expression that a wildcard pattern has too.
private struct SimpleRegexReader {
  private var rest: Substring.UnicodeScalarView
  private(set) var beginsAnchored = false

  init(_ text: String.UnicodeScalarView) { rest = text[...] }

  mutating func pieces() -> [TextPattern.Piece]? {
    if rest.first == "^" {
      beginsAnchored = true
      rest.removeFirst()
    }
    var pieces: [TextPattern.Piece] = []
    while let scalar = rest.popFirst() {
      let isLast = rest.isEmpty
      switch scalar {
      case "$" where isLast: return pieces
      case ".": pieces.append(.anyOne)
      case "*" where pieces.last == .anyOne: pieces[pieces.count - 1] = .anyRun
      case "+" where pieces.last == .anyOne: pieces.append(.anyRun)
      case "\\":
        guard let escaped = rest.popFirst(), escaped.isASCII, !escaped.isASCIIWord else { return nil }
        pieces.append(.literal(ExactString(String(escaped))))
      case "^", "$", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|": return nil
      default: pieces.append(.literal(ExactString(String(scalar))))
      }
      // A quantifier of a literal, and a lazy or possessive one, say more than is read here.
      if scalar != ".", let next = rest.first, ["*", "+", "?", "{"].contains(next) { return nil }
      if scalar == ".", let next = rest.first, ["?", "{"].contains(next) { return nil }
    }
    return pieces
  }
}
