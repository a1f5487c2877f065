/// A rule as it was written.
package struct RuleText: Hashable, Sendable {
  /// A part of the file's text, which it shares with the file's other rules.
  package let text: Substring
  /// The line of the file that it begins on, from 1.
  package let firstLine: Int

  /// The whole text of a file.
  init(whole text: String) { (self.text, firstLine) = (text[...], 1) }

  /// The document of a YAML file that begins on a line and ends before another one's.
  ///
  /// - Parameter end: the line that the next document begins on; nil for the last one.
  init(of file: String, from line: Int, before end: Int?) {
    let start = RuleText.start(of: line, in: file)
    let stop = end.map { RuleText.start(of: $0, in: file) } ?? file.endIndex
    var text = file[start..<max(start, stop)]
    RuleText.trimEnd(of: &text)
    if end != nil, text.hasSuffix("\n---") {
      text.removeLast(4)
      RuleText.trimEnd(of: &text)
    }
    (self.text, firstLine) = (text, line)
  }

  private static func trimEnd(of text: inout Substring) {
    while let last = text.last, last.isWhitespace { text.removeLast() }
  }

  private static func start(of line: Int, in text: String) -> String.Index {
    var (at, left) = (text.startIndex, line - 1)
    while left > 0, let end = text.utf8[at...].firstIndex(of: UInt8(ascii: "\n")) {
      (at, left) = (text.utf8.index(after: end), left - 1)
    }
    return at
  }
}
