import CloudTrail

/// A pattern for a whole text: literal parts, `*` for any run and `?` for any one Unicode scalar.
package struct TextPattern: Hashable, Sendable {
  /// A part of a pattern.
  package enum Piece: Hashable, Sendable {
    case literal(ExactString)
    /// Any scalars, none included.
    case anyRun
    /// Exactly one scalar.
    case anyOne
  }

  /// Literals are never empty and never side by side, nor are runs.
  package let pieces: [Piece]
  /// Otherwise two texts are equal when their scalars are, after Unicode's simple case folding.
  package let caseSensitive: Bool

  /// The pattern of these pieces, joined where they can be.
  package init(_ pieces: [Piece], caseSensitive: Bool = false) {
    self.pieces = pieces.reduce(into: []) { TextPattern.append($1, to: &$0) }
    self.caseSensitive = caseSensitive
  }

  /// Matches this text alone; `*` and `?` in it mean themselves.
  package init(exactly text: String, caseSensitive: Bool = false) {
    self.init([.literal(ExactString(text))], caseSensitive: caseSensitive)
  }

  /// Reads `*` and `?` in `glob`; a backslash before either, or before a backslash, takes it literally.
  package init(glob: String, caseSensitive: Bool = false) {
    if !glob.utf8.contains(where: TextPattern.isSpecial) {
      self.init([.literal(ExactString(glob))], caseSensitive: caseSensitive)
      return
    }
    var (pieces, literal, escaped) = ([Piece](), "", false)
    for scalar in glob.unicodeScalars {
      if escaped {
        if scalar != "*", scalar != "?", scalar != "\\" { literal.unicodeScalars.append("\\") }
        literal.unicodeScalars.append(scalar)
        escaped = false
      } else if scalar == "\\" {
        escaped = true
      } else if scalar == "*" || scalar == "?" {
        pieces += [.literal(ExactString(literal)), scalar == "*" ? .anyRun : .anyOne]
        literal = ""
      } else {
        literal.unicodeScalars.append(scalar)
      }
    }
    if escaped { literal.unicodeScalars.append("\\") }
    self.init(pieces + [.literal(ExactString(literal))], caseSensitive: caseSensitive)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "\\")
  }

  /// The text of a pattern without wildcards, nil of any other.
  package var literal: ExactString? {
    switch pieces.count {
    case 0: return ExactString("")
    case 1: if case .literal(let text) = pieces[0] { return text } else { return nil }
    default: return nil
    }
  }

  /// The same pattern, found anywhere within a text.
  var unanchored: TextPattern { TextPattern([.anyRun] + pieces + [.anyRun], caseSensitive: caseSensitive) }

  /// Whether every text matches.
  var matchesEverything: Bool { pieces == [.anyRun] }

  private static func append(_ piece: Piece, to pieces: inout [Piece]) {
    switch (pieces.last, piece) {
    case (_, .literal(let text)) where text.string.utf8.isEmpty: break
    case (.literal(let before), .literal(let text)):
      pieces[pieces.count - 1] = .literal(ExactString(before.string + text.string))
    case (.anyRun, .anyRun): break
    default: pieces.append(piece)
    }
  }
}
