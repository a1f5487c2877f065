import CloudTrail

/// A text of a filter: bare and quoted parts.
struct FilterText {
  var pieces: [TextPattern.Piece] = []
  /// The text as written, nil when any of it was quoted: only a bare text can be a range, a network or a word
  /// of the language.
  var bare: String?
  /// Where it begins.
  var start: Int
}

extension FilterParser {
  /// A word or a value up to its end; at least one character or a pair of quotes.
  mutating func readText() throws(FilterError) -> FilterText {
    var text = FilterText(start: cursor.at)
    var isBare = true
    while !cursor.atEnd, let scalar = cursor.current {
      switch scalar {
      case "\"":
        text.pieces.append(.literal(ExactString(try readQuoted())))
        isBare = false
        continue
      case "*": text.pieces.append(.anyRun)
      case "?": text.pieces.append(.anyOne)
      default: text.pieces.append(.literal(ExactString(String(scalar))))
      }
      cursor.at += 1
    }
    guard cursor.at > text.start else {
      throw cursor.error("a value is missing here", hint: "quote an empty one: \"\"")
    }
    guard cursor.current != "(" else {
      throw cursor.error("the text ends before \"(\"", hint: "quote a text that holds brackets")
    }
    if isBare { text.bare = cursor.text(text.start..<cursor.at) }
    return text
  }

  /// The inside of the quotes that begin here.
  mutating func readQuoted() throws(FilterError) -> String {
    let opening = cursor.at
    cursor.at += 1
    var inside = String.UnicodeScalarView()
    while let scalar = cursor.current {
      cursor.at += 1
      if scalar == "\"" { return String(inside) }
      if scalar == "\\", let next = cursor.current, next == "\"" || next == "\\" {
        inside.append(next)
        cursor.at += 1
      } else {
        inside.append(scalar)
      }
    }
    throw cursor.error(
      "the quote is never closed", at: opening, hint: "add \"; \\\" stands for a quote within quotes")
  }
}
