/// `text` as plain words inside a line of Markdown (CommonMark with GitHub's extensions): sanitised, with a backslash before every
/// sign that would start emphasis, code, a link, HTML, an entity or a table's cell. Links of their own (`https://…`, `www.…`) are
/// broken up, so that nothing in a report leads to where an attacker wants.
///
/// Not for the beginning of a line, where `#`, `-` or `1.` would act too.
package func markdownText(_ text: some StringProtocol) -> String {
  let clean = Array(sanitised(text).unicodeScalars)
  var view = String.UnicodeScalarView()
  for (index, scalar) in clean.enumerated() {
    if isMarkup(scalar) || startsLink(clean, at: index) { view.append("\\") }
    view.append(scalar)
  }
  return String(view)
}

private func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "\\", "`", "*", "_", "[", "]", "<", ">", "&", "~", "|", "!", "$", "@": true
  default: false
  }
}

/// The colon of `://`, or the first dot of `www.`.
private func startsLink(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
  switch scalars[index] {
  case ":": return scalars[index...].starts(with: "://".unicodeScalars)
  case ".":
    return index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
  default: return false
  }
}
