/// `text` as a text object of Slack may hold it: sanitised, Slack's three control characters as entities, so that nothing in it becomes
/// a mention, a link or a date (Slack, "Formatting text for app surfaces", Escaping text). Line ends do not survive: a text of several
/// lines is put together from several.
/// - Parameter limit: the most UTF-16 units of the result, at least 1; a longer text is cut and ends with `…`.
package func slackText(_ text: some StringProtocol, limit: Int) -> String {
  var escaped = ""
  var length = 0
  /// How far the text goes if the sign that says it was cut must still find room.
  var cut = escaped.endIndex
  for scalar in sanitised(text).unicodeScalars {
    let piece = slackPiece(scalar)
    length += piece.utf16.count
    if length > limit { return escaped[..<cut] + "…" }
    escaped.unicodeScalars.append(contentsOf: piece.unicodeScalars)
    if length < limit { cut = escaped.endIndex }
  }
  return escaped
}

private func slackPiece(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "&": "&amp;"
  case "<": "&lt;"
  case ">": "&gt;"
  default: String(scalar)
  }
}
