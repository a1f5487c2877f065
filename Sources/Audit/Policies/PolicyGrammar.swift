import CloudTrail

/// The elements of a policy and their one form (IAM user guide, Grammar of the IAM JSON policy language).
///
/// Written in another order, with a lone value in a list or a list in another order, a policy means the same;
/// so elements come in a fixed order, lists that are sets are sorted, and one of a single value is that
/// value. The order of statements is kept: it is what a reader knows them by.
enum PolicyGrammar {
  private static let document = ["Version", "Id", "Statement"]
  private static let statement = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
    "Condition",
  ]

  /// A whole policy in its one form.
  static func canonical(_ policy: PolicyNode) -> PolicyNode {
    .members(
      ordered(policy.members, by: document).map { key, value in
        (key, key == "Statement" ? statements(value) : value)
      })
  }

  private static func statements(_ value: PolicyNode) -> PolicyNode {
    switch value {
    case .list(let list): .list(list.map(canonicalStatement))
    case .members: .list([canonicalStatement(value)])
    case .text, .literal: value
    }
  }

  private static func canonicalStatement(_ value: PolicyNode) -> PolicyNode {
    guard case .members(let members) = value else { return value }
    return .members(
      ordered(members, by: statement).map { key, value in
        switch key {
        case "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource": (key, set(value))
        case "Condition": (key, .members(sorted(value.members).map { ($0.key, set($0.value)) }))
        default: (key, value)
        }
      })
  }

  /// A set of texts, or an object of such sets.
  private static func set(_ value: PolicyNode) -> PolicyNode {
    switch value {
    case .members(let members): return .members(sorted(members).map { ($0.key, set($0.value)) })
    case .list(let list):
      let texts = list.compactMap { $0.text.map(ExactString.init) }
      guard texts.count == list.count else { return value }
      let unique = Set(texts).sorted()
      return unique.count == 1 ? .text(unique[0].string) : .list(unique.map { .text($0.string) })
    case .text, .literal: return value
    }
  }

  /// The members with the elements of `names` first, in that order and spelt so, then the others by their
  /// bytes. Names match in any case: a mark too many does less harm than one that is missed.
  private static func ordered(
    _ members: [(key: String, value: PolicyNode)], by names: [String]
  ) -> [(key: String, value: PolicyNode)] {
    var known: [(key: String, value: PolicyNode)] = []
    var others: [(key: String, value: PolicyNode)] = []
    for member in members {
      if let name = names.first(where: { $0.lowercased() == member.key.lowercased() }) {
        known.append((name, member.value))
      } else {
        others.append(member)
      }
    }
    let inOrder = names.flatMap { name in known.filter { $0.key == name } }
    return inOrder + sorted(others)
  }

  private static func sorted(
    _ members: [(key: String, value: PolicyNode)]
  ) -> [(key: String, value: PolicyNode)] {
    members.sorted { ExactString($0.key) < ExactString($1.key) }
  }
}
