/// Text in Terraform's language, laid out as `terraform fmt` does: two blanks a level, the equals signs of neighbouring lines below
/// each other.
struct TerraformText {
  private(set) var text = ""
  private var indent = ""

  init() {}

  /// A comment, a line each.
  mutating func comment(_ lines: String...) {
    for line in lines { text += line.isEmpty ? "\(indent)#\n" : "\(indent)# \(line)\n" }
  }

  mutating func blank() { text += "\n" }

  /// Lines that stand together.
  mutating func attributes(_ attributes: [(name: String, value: String)]) {
    let longest = attributes.map(\.name.count).max() ?? 0
    for attribute in attributes {
      let room = String(repeating: " ", count: longest - attribute.name.count)
      text += "\(indent)\(attribute.name)\(room) = \(attribute.value)\n"
    }
  }

  /// `HEAD {`, what `body` writes a level deeper, and `}`.
  mutating func block(_ head: String, _ body: (inout TerraformText) -> Void) { wrap("\(head) {", "}", body) }

  /// A map, an entry a line.
  mutating func map(_ name: String, _ entries: [(key: String, value: String)]) {
    guard !entries.isEmpty else { return attributes([(name, "{}")]) }
    wrap("\(name) = {", "}") { text in
      text.attributes(entries.map { (TerraformText.string($0.key), $0.value) })
    }
  }

  /// A list of texts, an element a line.
  mutating func list(_ name: String, _ elements: [String]) {
    guard !elements.isEmpty else { return attributes([(name, "[]")]) }
    wrap("\(name) = [", "]") { text in
      for element in elements { text.text += "\(text.indent)\(TerraformText.string(element)),\n" }
    }
  }

  private mutating func wrap(_ opening: String, _ closing: String, _ body: (inout TerraformText) -> Void) {
    text += "\(indent)\(opening)\n"
    let outer = indent
    indent += "  "
    body(&self)
    indent = outer
    text += "\(indent)\(closing)\n"
  }

  /// A text in quotes: what Terraform would read as a template stays as it is.
  static func string(_ text: String) -> String {
    var quoted = "\""
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "$" where next == "{", "%" where next == "{": quoted += "\(scalar)\(scalar)"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// A text in quotes, or null.
  static func string(_ text: String?) -> String { text.map { string($0) } ?? "null" }
}
