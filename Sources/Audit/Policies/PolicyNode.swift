import CloudTrail

/// A value of a policy, in the one form that equal policies share.
enum PolicyNode: Sendable {
  case text(String)
  /// A number, `true`, `false` or `null`, as written.
  case literal(String)
  case list([PolicyNode])
  case members([(key: String, value: PolicyNode)])

  /// No policy is nested deeper than 7 levels; what lies deeper than these stays as written.
  private static let mostLevels = 32

  /// The value as it is written; of a member that is given twice the last counts (COUNTING 8).
  init(_ view: JSONView, levels: Int = mostLevels) {
    switch view.kind {
    case .array where levels == 0, .object where levels == 0:
      self = .literal(String(decoding: view.source, as: UTF8.self))
    case .string: self = .text(view.text?.string ?? "")
    case .number, .bool, .null: self = .literal(String(decoding: view.source, as: UTF8.self))
    case .array:
      var list: [PolicyNode] = []
      view.forEachElement { element in
        list.append(PolicyNode(element, levels: levels - 1))
        return true
      }
      self = .list(list)
    case .object: self = .members(PolicyNode.members(of: view, levels: levels - 1))
    }
  }

  private static func members(
    of view: JSONView, levels: Int
  ) -> [(key: String, value: PolicyNode)] {
    var members: [(key: String, value: PolicyNode)] = []
    var places: [ExactString: Int] = [:]
    view.forEachMember { key, value in
      let name = key.string
      if let place = places[ExactString(name)] {
        members[place].value = PolicyNode(value, levels: levels)
      } else {
        places[ExactString(name)] = members.count
        members.append((name, PolicyNode(value, levels: levels)))
      }
      return true
    }
    return members
  }

  var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  /// The texts of a value that may be one text or a list of them.
  var texts: [String] {
    switch self {
    case .text(let text): [text]
    case .list(let list): list.compactMap(\.text)
    case .literal, .members: []
    }
  }

  var members: [(key: String, value: PolicyNode)] {
    if case .members(let members) = self { return members }
    return []
  }

  /// The member of this name.
  subscript(name: String) -> PolicyNode? { members.first { $0.key == name }?.value }
}
