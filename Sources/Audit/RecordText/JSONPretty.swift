import CloudTrail

/// A JSON value as JSON, a member or an element a line, two blanks a level. Strings and numbers stay as they
/// are written; secrets are left out.
struct JSONPretty {
  private var lines: [String] = []

  static func lines(of value: JSONView) -> [String] {
    var writer = JSONPretty()
    writer.write(value, before: "", indent: "")
    if writer.lines.count >= RecordText.mostLines { writer.lines.append("and more") }
    return writer.lines
  }

  private mutating func write(_ value: JSONView, before: String, indent: String) {
    switch value.kind {
    case .string, .number, .bool, .null:
      lines.append(before + String(decoding: value.source, as: UTF8.self))
    case .object: container(value, "{", "}", before: before, indent: indent)
    case .array: container(value, "[", "]", before: before, indent: indent)
    }
  }

  private mutating func container(
    _ value: JSONView, _ opening: String, _ closing: String, before: String, indent: String
  ) {
    let inner = indent + "  "
    let place = lines.count
    lines.append(before + opening)
    value.forEachMember { key, member in
      endItem(after: place)
      let name = "\(inner)\"\(String(decoding: key.raw, as: UTF8.self))\": "
      if SecretFields.hides(key, member) {
        lines.append("\(name)\"\(JSONOutline.secret)\"")
      } else {
        write(member, before: name, indent: inner)
      }
      return lines.count < RecordText.mostLines
    }
    value.forEachElement { element in
      endItem(after: place)
      write(element, before: inner, indent: inner)
      return lines.count < RecordText.mostLines
    }
    if lines.count == place + 1 {
      lines[place] += closing
    } else {
      lines.append(indent + closing)
    }
  }

  /// Puts a comma behind the item before, if there is one.
  private mutating func endItem(after place: Int) {
    if lines.count > place + 1 { lines[lines.count - 1] += "," }
  }
}
