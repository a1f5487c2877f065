import Text

/// Breaking texts into lines.
enum Wrapping {
  /// A line of a broken text: a part of it, indented.
  struct Piece {
    /// Blanks before it that are not the text's.
    var lead: Int
    var text: Substring
  }

  /// `text`, sanitised, in lines of at most `columns` columns: broken at a blank where one is in reach, else
  /// inside the word. Lines after the first begin under the first one's first letter.
  static func lines(of text: String, columns: Int) -> [String] {
    pieces(of: sanitised(text), columns: columns).map { String(repeating: " ", count: $0.lead) + $0.text }
  }

  /// The first `most` lines of a text that is sanitised already, as ``lines(of:columns:)`` breaks it.
  /// - Parameter signs: signs that stand before the first letter and are no part of the text's first word.
  static func pieces(of clean: String, columns: Int, signs: String = " ", most: Int = .max) -> [Piece] {
    guard columns > 0, most > 0 else { return [] }
    let isASCII = isPrintableASCII(clean)
    guard isASCII ? clean.utf8.count > columns : cellWidth(clean) > columns else {
      return [Piece(lead: 0, text: clean[...])]
    }
    let indent = min(clean.prefix { signs.contains($0) }.count, columns / 2)
    var pieces: [Piece] = []
    var rest = Substring(clean)
    while !rest.isEmpty, pieces.count < most {
      let lead = pieces.isEmpty ? 0 : indent
      let cut = isASCII ? endInASCII(rest, columns: columns - lead) : end(of: rest, columns: columns - lead)
      pieces.append(Piece(lead: lead, text: rest[..<cut]))
      rest = rest[cut...].drop { $0 == " " }
    }
    return pieces
  }

  /// Where the first line of `text` ends; at least one character is taken.
  private static func end(of text: Substring, columns: Int) -> Substring.Index {
    var used = 0
    var blank: Substring.Index?
    var at = text.startIndex
    while at < text.endIndex {
      used += cellWidth(text[at])
      if used > columns { break }
      if text[at] == " ", at > text.startIndex { blank = at }
      at = text.index(after: at)
    }
    if at == text.endIndex { return at }
    if text[at] == " " { return at }
    // A break far to the left would waste the line.
    if let blank, text.distance(from: blank, to: at) <= columns / 2,
      text[..<blank].contains(where: { $0 != " " })
    {
      return blank
    }
    return at > text.startIndex ? at : text.index(after: at)
  }

  /// The same where every character is a byte and a column: records are long, and nearly all of them so.
  private static func endInASCII(_ text: Substring, columns: Int) -> Substring.Index {
    let bytes = text.utf8
    guard let at = bytes.index(bytes.startIndex, offsetBy: max(1, columns), limitedBy: bytes.endIndex),
      at < bytes.endIndex
    else { return bytes.endIndex }
    if bytes[at] == UInt8(ascii: " ") { return at }
    let reach = bytes.index(at, offsetBy: -(columns / 2), limitedBy: bytes.startIndex) ?? bytes.startIndex
    if let blank = bytes[reach..<at].lastIndex(of: UInt8(ascii: " ")), blank > bytes.startIndex,
      bytes[..<blank].contains(where: { $0 != UInt8(ascii: " ") })
    {
      return blank
    }
    return at
  }
}
