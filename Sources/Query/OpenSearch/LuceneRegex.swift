import CloudTrail

/// Patterns as expressions of Lucene, which match a whole text and have no case-insensitivity on every version.
enum LuceneRegex {
  /// The most characters of an expression: `index.max_regex_length`.
  static let longest = 1000

  static func text(of pattern: TextPattern) -> String {
    pattern.pieces.map { piece in
      switch piece {
      case .anyRun: ".*"
      case .anyOne: "."
      case .literal(let text):
        text.string.unicodeScalars.map { pattern.caseSensitive ? escaped($0) : folded($0) }.joined()
      }
    }.joined()
  }

  /// The scalar in either case; of a letter beyond ASCII any scalar, as what folds to it is not known here.
  static func folded(_ scalar: Unicode.Scalar) -> String {
    guard scalar.isASCII else { return "." }
    let alike = scalar.foldedAlike
    guard alike.count > 1 else { return escaped(scalar) }
    return "[" + String(String.UnicodeScalarView(alike)) + "]"
  }

  /// The scalar itself: whatever is no letter or digit may be an operator (`RegExp`, Lucene) and is taken literally behind a
  /// backslash.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    scalar.isASCIIWord || !scalar.isASCII ? String(scalar) : "\\\(scalar)"
  }
}
