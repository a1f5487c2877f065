/// Something to be written as YAML.
package indirect enum YAMLValue: Hashable, Sendable {
  case text(String)
  case number(Double)
  case truth(Bool)
  case list([YAMLValue])
  /// Entries in the order they are written.
  case mapping([Entry])

  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: YAMLValue

    package init(_ key: String, _ value: YAMLValue) { (self.key, self.value) = (key, value) }
  }

  /// The lines of a block. A text is one line, whatever it holds.
  package var lines: [String] {
    switch self {
    case .mapping(let entries) where !entries.isEmpty: entries.flatMap(YAMLValue.lines)
    case .list(let values) where !values.isEmpty: values.flatMap(YAMLValue.item)
    default: [inline]
    }
  }

  private static func lines(of entry: Entry) -> [String] {
    let key = scalar(entry.key)
    switch entry.value {
    case .mapping(let entries) where !entries.isEmpty:
      return ["\(key):"] + entry.value.lines.map { "  \($0)" }
    case .list(let values) where !values.isEmpty: return ["\(key):"] + entry.value.lines.map { "  \($0)" }
    default: return ["\(key): \(entry.value.inline)"]
    }
  }

  private static func item(_ value: YAMLValue) -> [String] {
    value.lines.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
  }

  private var inline: String {
    switch self {
    case .text(let text): YAMLValue.scalar(text)
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .truth(let isTrue): isTrue ? "true" : "false"
    case .list: "[]"
    case .mapping: "{}"
    }
  }

  /// Bare where every reader of YAML takes it for the same text, else in double quotes.
  private static func scalar(_ text: String) -> String {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    let isBare =
      text.utf8.first.map { isLetter($0) || $0 == UInt8(ascii: "/") } == true
      && text.utf8.allSatisfy { isLetter($0) || "0123456789_-./".utf8.contains($0) }
      && !words.contains(text.lowercased())
    guard !isBare else { return text }
    return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
      let digits = String(scalar.value, radix: 16)
      return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    default: return String(scalar)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
