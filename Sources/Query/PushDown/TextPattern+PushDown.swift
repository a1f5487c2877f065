import CloudTrail

/// What is asked of a pattern before it is handed to an engine.
extension TextPattern {
  /// Whether the text that it begins with is neither a wildcard nor a zero, so that what it matches is written in full.
  var beginsBeyondZero: Bool {
    guard case .literal(let text)? = pieces.first else { return false }
    return text.string.utf8.first != UInt8(ascii: "0")
  }

  /// The pattern's two sides for each of its places that can match a colon: of `iam:*` and of `*:Create*` the parts around the
  /// colon, of `iam*` everything before and behind the run's.
  var splitsAtColon: [(TextPattern, TextPattern)] {
    var splits: [(TextPattern, TextPattern)] = []
    func split(_ before: [Piece], _ behind: [Piece]) {
      splits.append(
        (
          TextPattern(before, caseSensitive: caseSensitive), TextPattern(behind, caseSensitive: caseSensitive)
        ))
    }
    for (index, piece) in pieces.enumerated() {
      let (before, behind) = (Array(pieces[..<index]), Array(pieces[(index + 1)...]))
      switch piece {
      case .anyRun: split(before + [.anyRun], [.anyRun] + behind)
      case .anyOne: split(before, behind)
      case .literal(let text):
        let scalars = Array(text.string.unicodeScalars)
        for place in scalars.indices where scalars[place] == ":" {
          let head = Piece.literal(ExactString(String(String.UnicodeScalarView(scalars[..<place]))))
          let tail = Piece.literal(ExactString(String(String.UnicodeScalarView(scalars[(place + 1)...]))))
          split(before + [head], [tail] + behind)
        }
      }
    }
    return splits
  }

  /// The most UTF-16 code units that a matching text may have; nil where there is no limit.
  var longestMatch: Int? {
    var longest = 0
    for piece in pieces {
      switch piece {
      case .anyRun: return nil
      case .anyOne: longest += 2
      // Folding may bring a letter of another plane to the same one.
      case .literal(let text):
        longest += caseSensitive ? text.string.utf16.count : 2 * text.string.unicodeScalars.count
      }
    }
    return longest
  }

  /// The longest run of ASCII letters and digits within its literals: it stands in every text that matches, and JSON has no need to
  /// escape it. Empty where there is none.
  var longestWord: String {
    var longest = ""
    for case .literal(let text) in pieces {
      for run in text.string.unicodeScalars.split(whereSeparator: { !$0.isASCIIWord })
      where run.count > longest.count {
        longest = String(run)
      }
    }
    return longest
  }

  /// Whether every letter has at most the other forms that ``CaseFolding`` knows of ASCII letters.
  var foldsWithinASCII: Bool {
    caseSensitive
      || pieces.allSatisfy { piece in
        if case .literal(let text) = piece { text.string.utf8.allSatisfy { $0 < 0x80 } } else { true }
      }
  }
}

extension Unicode.Scalar {
  /// An ASCII letter or digit.
  var isASCIIWord: Bool {
    switch self {
    case "0"..."9", "a"..."z", "A"..."Z": true
    default: false
    }
  }

  /// The scalars that folding brings to the same letter as this ASCII one: its other case, of `k` the Kelvin sign and of `s` the
  /// long s.
  var foldedAlike: [Unicode.Scalar] {
    guard isASCIIWord, !("0"..."9").contains(self) else { return [self] }
    let (small, capital) = (Unicode.Scalar(UInt8(value | 0x20)), Unicode.Scalar(UInt8(value & ~0x20)))
    switch small {
    case "k": return [small, capital, "\u{212A}"]
    case "s": return [small, capital, "\u{17F}"]
    default: return [small, capital]
    }
  }
}
