import CloudTrail

/// Whether a pattern can match what may be a number: those are not always indexed as they were written.
extension TextPattern {
  /// Whether some JSON number's text matches; true in doubt.
  var mayMatchNumber: Bool {
    if let literal { return NumberValue(literal.string.utf8) != nil }
    return allLiterals { "0123456789+-.eE".unicodeScalars.contains($0) }
  }

  /// Whether some text matches that `Number()` of JavaScript reads; true in doubt. The text begins with a digit, a sign, a point or a
  /// blank.
  var mayMatchNumberOfJavaScript: Bool {
    if case .literal(let text)? = pieces.first, let first = text.string.unicodeScalars.first,
      !"0123456789+-.".unicodeScalars.contains(first), !first.properties.isWhitespace, first != "\u{FEFF}"
    {
      return false
    }
    return allLiterals { scalar in
      scalar.isASCII && scalar.isASCIIWord
        && !"ghijklmnpqrstuvwyzGHIJKLMNPQRSTUVWYZ".unicodeScalars.contains(scalar)
        || "+-._".unicodeScalars.contains(scalar) || scalar.properties.isWhitespace || scalar == "\u{FEFF}"
    }
  }

  private func allLiterals(_ isPossible: (Unicode.Scalar) -> Bool) -> Bool {
    pieces.allSatisfy { piece in
      if case .literal(let text) = piece { text.string.unicodeScalars.allSatisfy(isPossible) } else { true }
    }
  }
}
