/// A place in the text of a filter.
struct FilterCursor {
  let scalars: [Unicode.Scalar]
  var at = 0
  /// How many `{` are open; within one, `}` ends a word.
  var braces = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var current: Unicode.Scalar? { peek(0) }

  func peek(_ offset: Int) -> Unicode.Scalar? { at + offset < scalars.count ? scalars[at + offset] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    at += 1
    return true
  }

  mutating func skipBlanks() {
    while let scalar = current, scalar.properties.isWhitespace { at += 1 }
  }

  /// Whether a word or a value ends here.
  var atEnd: Bool {
    guard let scalar = current else { return true }
    return scalar.properties.isWhitespace || scalar == "(" || scalar == ")" || (braces > 0 && scalar == "}")
  }

  /// Which of the words stands here by itself, without moving.
  func word(among words: [String]) -> String? {
    words.first { word in
      var ahead = self
      for scalar in word.unicodeScalars where !ahead.take(scalar) { return false }
      return ahead.atEnd
    }
  }

  func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  /// An error at `index`, or here; its column counts characters, as the reader does.
  func error(_ message: String, at index: Int? = nil, hint: String? = nil) -> FilterError {
    FilterError(column: text(0..<(index ?? at)).count + 1, message: message, hint: hint)
  }

  /// A place's scalars for a message: cut, so that a long filter gives no long error.
  static func excerpt(_ text: String) -> String { text.count > 40 ? "\(text.prefix(40))…" : text }
}
