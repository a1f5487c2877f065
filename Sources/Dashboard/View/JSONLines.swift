import CloudTrail

/// A JSON value written over several lines, two blanks a level, without quotes and braces.
struct JSONLines {
  private var lines: [String] = []
  /// The most lines written; a record may have many more.
  static let most = 5000

  /// The lines of `value`; none for null.
  static func lines(of value: JSONView) -> [String] {
    guard value.kind != .null else { return [] }
    var writer = JSONLines()
    if value.kind == .object {
      writer.members(of: value, indent: "")
    } else {
      writer.value(value, before: "", indent: "")
    }
    if writer.lines.count >= most { writer.lines.append("and more") }
    return writer.lines
  }

  private mutating func members(of object: JSONView, indent: String) {
    object.forEachMember { key, member in
      value(member, before: "\(indent)\(key.string): ", indent: indent)
      return lines.count < JSONLines.most
    }
  }

  private mutating func value(_ value: JSONView, before: String, indent: String) {
    switch value.kind {
    case .string: lines.append(before + (value.text?.string ?? ""))
    case .number, .bool, .null: lines.append(before + String(decoding: value.source, as: UTF8.self))
    case .object, .array: container(value, before: before, indent: indent)
    }
  }

  private mutating func container(_ value: JSONView, before: String, indent: String) {
    let inner = indent + "  "
    let isObject = value.kind == .object
    var count = 0
    let place = lines.count
    lines.append(before)
    if isObject {
      members(of: value, indent: inner)
      count = lines.count - place - 1
    } else {
      value.forEachElement { element in
        self.value(element, before: "\(inner)- ", indent: inner)
        count += 1
        return lines.count < JSONLines.most
      }
    }
    if count == 0 { lines[place] = before + (isObject ? "{}" : "[]") }
  }
}
