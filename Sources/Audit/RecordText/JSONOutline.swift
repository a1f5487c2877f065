import CloudTrail

/// A JSON value written over several lines, two blanks a level, without quotes and braces. Secrets are left
/// out, and policies, which the details show decoded.
package struct JSONOutline {
  private var lines: [String] = []
  /// The most lines written; a record may have many more.
  static let most = 10_000
  /// Stands for what is not shown.
  package static let secret = "(secret, not shown)"
  static let policy = "(the policy above)"

  /// The lines of `value`; none for null.
  static func lines(of value: JSONView) -> [String] {
    guard value.kind != .null else { return [] }
    var writer = JSONOutline()
    if value.kind == .object {
      writer.members(of: value, indent: "")
    } else {
      writer.value(value, before: "", indent: "")
    }
    if writer.lines.count >= most { writer.lines.append("and more") }
    return writer.lines
  }

  /// The lines of those members of `object` that have one of these names, in this order.
  static func lines(of names: [StaticString], in object: JSONView) -> [String] {
    var writer = JSONOutline()
    for name in names {
      guard let member = object.member(name), member.kind != .null else { continue }
      writer.value(member, before: "\(name): ", indent: "")
    }
    return writer.lines
  }

  private mutating func members(of object: JSONView, indent: String) {
    object.forEachMember { key, member in
      let before = "\(indent)\(key.string): "
      if SecretFields.hides(key, member) {
        lines.append(before + JSONOutline.secret)
      } else {
        value(member, before: before, indent: indent)
      }
      return lines.count < JSONOutline.most
    }
  }

  private mutating func value(_ value: JSONView, before: String, indent: String) {
    switch value.kind {
    case .string: lines.append(before + JSONOutline.text(value))
    case .number, .bool, .null: lines.append(before + String(decoding: value.source, as: UTF8.self))
    case .object where PolicyDocument(value) != nil: lines.append(before + JSONOutline.policy)
    case .object, .array: container(value, before: before, indent: indent)
    }
  }

  private static func text(_ value: JSONView) -> String {
    let text = value.text?.string ?? ""
    return PolicyDocument(decoding: text.utf8) == nil ? text : policy
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
        return lines.count < JSONOutline.most
      }
    }
    if count == 0 { lines[place] = before + (isObject ? "{}" : "[]") }
  }
}
