/// A rule as it was written.
package struct RuleText: Hashable, Sendable {
  /// A part of the file's text, which it shares with the file's other rules.
  package let text: Substring
  /// The line of the file that it begins on, from 1.
  package let firstLine: Int

  /// The whole text of a file.
  init(whole text: String) { (self.text, firstLine) = (text[...], 1) }

  /// The documents of a YAML file, by the lines that they begin on, ascending. What stands above the first, a comment perhaps, is shown
  /// with it.
  static func all(of file: String, beginningOn lines: [Int]) -> [RuleText] {
    var (start, line) = (file.startIndex, 1)
    var texts: [RuleText] = []
    texts.reserveCapacity(lines.count)
    for next in lines.dropFirst() {
      let end = RuleText.start(of: next, in: file, from: start, line)
      texts.append(RuleText(text: RuleText.trimmed(file[start..<end], isLast: false), firstLine: line))
      (start, line) = (end, next)
    }
    texts.append(RuleText(text: RuleText.trimmed(file[start...], isLast: true), firstLine: line))
    return texts
  }

  private init(text: Substring, firstLine: Int) { (self.text, self.firstLine) = (text, firstLine) }

  /// The text without blanks at its end, and without the mark between it and the next document.
  private static func trimmed(_ text: Substring, isLast: Bool) -> Substring {
    // Byte by byte: thousands of rules are read while their events wait.
    var bytes = text.utf8
    trimEnd(of: &bytes)
    if !isLast, bytes.suffix(4).elementsEqual("\n---".utf8) {
      bytes.removeLast(4)
      trimEnd(of: &bytes)
    }
    return Substring(bytes)
  }

  private static func trimEnd(of text: inout Substring.UTF8View) {
    let blanks = " \t\r\n".utf8
    while let last = text.last, blanks.contains(last) { text.removeLast() }
  }

  /// Where a line begins, searched from where an earlier one does.
  private static func start(
    of line: Int, in text: String, from start: String.Index, _ earlier: Int
  ) -> String.Index {
    var (at, left) = (start, line - earlier)
    while left > 0, let end = text.utf8[at...].firstIndex(of: UInt8(ascii: "\n")) {
      (at, left) = (text.utf8.index(after: end), left - 1)
    }
    return at
  }
}
