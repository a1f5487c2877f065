import CloudTrail

/// The operand of `wildcard`.
enum WildcardPattern {
  /// Why AWS takes no such operand.
  struct Refusal: Error { let reason: String }

  /// The most `*`. AWS publishes no limit, only that many of them are "too complex", with one of six as its example.
  static let mostRuns = 5

  /// Reads `*` as any run, `\*` and `\\` as themselves.
  static func pattern(_ text: String) throws(Refusal) -> TextPattern {
    var pieces: [TextPattern.Piece] = []
    var (escaped, runs) = (false, 0)
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if escaped {
        guard scalar == "*" || scalar == "\\" else {
          throw Refusal(reason: "Invalid escape character at pos \(index)")
        }
        pieces.append(.literal(ExactString(String(scalar))))
        escaped = false
      } else if scalar == "\\" {
        escaped = true
      } else if scalar == "*" {
        // The position counts the quote before the text, as AWS's does.
        if pieces.last == .anyRun { throw Refusal(reason: "Consecutive wildcard characters at pos \(index)") }
        pieces.append(.anyRun)
        runs += 1
      } else {
        pieces.append(.literal(ExactString(String(scalar))))
      }
    }
    if escaped { throw Refusal(reason: "Invalid escape character at pos \(text.unicodeScalars.count)") }
    guard runs <= mostRuns else {
      throw Refusal(
        reason: "Rule is too complex - try using fewer wildcard characters or fewer repeating character "
          + "sequences after a wildcard character")
    }
    return TextPattern(pieces, caseSensitive: true)
  }
}
