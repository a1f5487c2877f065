import Text

/// Breaking texts into lines.
enum Wrapping {
  /// `text`, sanitised, in lines of at most `columns` columns: broken at a blank where one is in reach, else
  /// inside the word. Lines after the first begin under the first one's first letter.
  static func lines(of text: String, columns: Int) -> [String] {
    let clean = sanitised(text)
    guard columns > 0, cellWidth(clean) > columns else { return columns > 0 ? [clean] : [] }
    let indent = min(clean.prefix { $0 == " " }.count, columns / 2)
    var lines: [String] = []
    var rest = Substring(clean)
    while !rest.isEmpty {
      let lead = lines.isEmpty ? "" : String(repeating: " ", count: indent)
      let cut = end(of: rest, columns: columns - lead.count)
      lines.append(lead + rest[..<cut])
      rest = rest[cut...].drop { $0 == " " }
    }
    return lines
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
}
