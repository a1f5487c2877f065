import CloudTrail

/// JSON over several lines, two blanks a level: what fits on a line stays on one.
enum JSONLayout {
  private static let width = 100

  /// - Parameter text: JSON; anything else comes back as it is.
  static func lines(of text: String) -> String {
    guard let document = try? JSONDocument(parsing: Array(text.utf8)) else { return text }
    return document.withView { laidOut($0, indent: "") } + "\n"
  }

  private static func laidOut(_ value: JSONView, indent: String) -> String {
    let flat = inline(value)
    let isContainer = value.kind == .object || value.kind == .array
    guard isContainer, indent.count + flat.count > width else { return flat }
    let inner = indent + "  "
    var parts: [String] = []
    value.forEachMember { key, member in
      parts.append(
        "\(inner)\"\(String(decoding: key.raw, as: UTF8.self))\": \(laidOut(member, indent: inner))")
      return true
    }
    value.forEachElement { element in
      parts.append(inner + laidOut(element, indent: inner))
      return true
    }
    let (opening, closing) = value.kind == .object ? ("{", "}") : ("[", "]")
    return "\(opening)\n\(parts.joined(separator: ",\n"))\n\(indent)\(closing)"
  }

  private static func inline(_ value: JSONView) -> String {
    var parts: [String] = []
    switch value.kind {
    case .object:
      value.forEachMember { key, member in
        parts.append("\"\(String(decoding: key.raw, as: UTF8.self))\": \(inline(member))")
        return true
      }
      return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
    case .array:
      value.forEachElement { element in
        parts.append(inline(element))
        return true
      }
      return "[\(parts.joined(separator: ", "))]"
    default: return String(decoding: value.source, as: UTF8.self)
    }
  }
}
