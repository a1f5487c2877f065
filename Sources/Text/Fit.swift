/// Where a text that is too long loses its letters.
package enum Ellipsis: Sendable {
  /// At the end: the beginning tells it apart.
  case end
  /// In the middle: both ends tell it apart, as with names and ARNs.
  case middle
}

/// The signs a terminal can show.
package enum GlyphSet: Sendable {
  /// Everything.
  case utf8
  /// 7-bit ASCII only.
  case ascii

  /// The sign for left-out text, one column wide.
  package var ellipsis: Character { self == .utf8 ? "…" : "~" }
}

/// Which side of a column text is pushed to.
package enum Alignment: Sendable {
  case left, right, centre
}

/// `text`, sanitised, in at most `width` columns; what does not fit is left out and marked by `…` (`~` in ASCII).
///
/// Cuts between characters, never inside one, so the result may be a column short of `width`. An empty text results when
/// `width` is 0 or less.
package func truncatedToFit(
  _ text: some StringProtocol, _ width: Int, _ ellipsis: Ellipsis = .end, glyphs: GlyphSet = .utf8
) -> String {
  guard width > 0 else { return "" }
  let clean = sanitised(text)
  guard cellWidth(clean) > width else { return clean }
  let room = width - 1
  let tailRoom = ellipsis == .middle ? room / 2 : 0
  let head = prefix(of: clean, columns: room - tailRoom)
  let tail = suffix(of: clean, columns: tailRoom)
  return head + String(glyphs.ellipsis) + tail
}

/// `text`, sanitised, filled with blanks to `width` columns. A text that is wider stays as it is.
package func padded(_ text: some StringProtocol, _ width: Int, _ alignment: Alignment = .left) -> String {
  let clean = sanitised(text)
  let missing = width - cellWidth(clean)
  guard missing > 0 else { return clean }
  switch alignment {
  case .left: return clean + blanks(missing)
  case .right: return blanks(missing) + clean
  case .centre: return blanks(missing / 2) + clean + blanks(missing - missing / 2)
  }
}

private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

private func prefix(of text: String, columns: Int) -> String {
  var used = 0
  let cut = text.prefix { character in
    used += cellWidth(character)
    return used <= columns
  }
  return String(cut)
}

private func suffix(of text: String, columns: Int) -> String {
  var used = 0
  var start = text.endIndex
  while start > text.startIndex {
    let before = text.index(before: start)
    used += cellWidth(text[before])
    if used > columns { break }
    start = before
  }
  return String(text[start...])
}
