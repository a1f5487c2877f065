/// A line taken apart into words as a POSIX shell's quoting has it and nothing else of a shell: Python's `shlex.split`, by which
/// the AWS CLI reads `credential_process` and the names of sections.
enum ShellWords {
  /// The words of `line`; nil where a quote or an escape is not closed.
  static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var rest = line.unicodeScalars.makeIterator()
    while let scalar = rest.next() {
      switch scalar {
      case " ", "\t", "\r", "\n":
        if let whole = word { words.append(whole) }
        word = nil
      case "'", "\"":
        guard let quoted = quotation(closedBy: scalar, &rest) else { return nil }
        word = (word ?? "") + quoted
      case "\\":
        guard let escaped = rest.next() else { return nil }
        word = (word ?? "") + String(escaped)
      default: word = (word ?? "") + String(scalar)
      }
    }
    if let word { words.append(word) }
    return words
  }

  /// Within double quotes a backslash escapes a quote and itself, within single ones nothing.
  private static func quotation(
    closedBy mark: Unicode.Scalar, _ rest: inout String.UnicodeScalarView.Iterator
  ) -> String? {
    var text = String.UnicodeScalarView()
    while let scalar = rest.next() {
      if scalar == mark { return String(text) }
      guard scalar == "\\", mark == "\"" else {
        text.append(scalar)
        continue
      }
      guard let escaped = rest.next() else { return nil }
      if escaped != "\"", escaped != "\\" { text.append("\\") }
      text.append(escaped)
    }
    return nil
  }
}
