/// `text` as one field of a CSV file (RFC 4180), safe to open in a spreadsheet.
///
/// - Sanitised: a record of the file is one line, and no control character gets into it.
/// - A field that a spreadsheet would take for a formula (it starts with `=`, `+`, `-`, `@`, TAB or CR, as OWASP lists
///   for "CSV injection"; also in their fullwidth forms) gets an apostrophe before it. This is checked on the text as it was, so
///   that a control character before the sign does not hide it.
/// - A field with a comma, a quote or blanks at its ends is quoted, quotes doubled.
package func csvField(_ text: some StringProtocol) -> String {
  var field = sanitised(text)
  if startsFormula(text) { field = "'" + field }
  guard needsQuotes(field) else { return field }
  var quoted = "\""
  for scalar in field.unicodeScalars {
    if scalar == "\"" { quoted.unicodeScalars.append("\"") }
    quoted.unicodeScalars.append(scalar)
  }
  return quoted + "\""
}

/// Whether a spreadsheet would calculate `text`: the first scalar that is not blank is one of those signs.
private func startsFormula(_ text: some StringProtocol) -> Bool {
  for scalar in text.unicodeScalars {
    switch scalar {
    case "=", "+", "-", "@", "\t", "\r", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return true
    default:
      guard scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint else {
        return false
      }
    }
  }
  return false
}

private func needsQuotes(_ field: String) -> Bool {
  let bytes = field.utf8
  return bytes.contains(UInt8(ascii: ",")) || bytes.contains(UInt8(ascii: "\"")) || bytes.first == 0x20
    || bytes.last == 0x20
}
