import CloudTrail

/// A policy as IAM judges it: of a resource, a role's trust, or of a role.
struct AccessPolicy {
  let statements: [Statement]

  /// - Parameter text: JSON; nil for a policy that cannot be read, which allows nothing.
  init(_ text: String) {
    let document = try? JSONDocument(parsing: Array(text.utf8))
    statements = document?.withView(AccessPolicy.statements) ?? []
  }

  private static func statements(of policy: JSONView) -> [Statement] {
    guard let value = policy.member("Statement") else { return [] }
    if value.kind == .object { return [Statement(value)] }
    return policy.list("Statement") { Statement($0) }
  }

  struct Statement {
    let id: String?
    let allows: Bool
    let principals: Principals
    let actions: [String]
    let notActions: [String]
    let resources: [String]
    let notResources: [String]
    let conditions: [Condition]

    init(_ view: JSONView) {
      id = view.string("Sid")
      allows = view.string("Effect") == "Allow"
      principals = Principals(view)
      (actions, notActions) = (texts(view.member("Action")), texts(view.member("NotAction")))
      (resources, notResources) = (texts(view.member("Resource")), texts(view.member("NotResource")))
      conditions = Condition.all(in: view)
    }
  }

  /// Whom a statement is about.
  struct Principals {
    /// By type: `AWS`, `Service`, `Federated`; `*` alone is everybody.
    private(set) var named: [String: [String]] = [:]
    private(set) var excepted: [String: [String]] = [:]
    /// A role's policy names nobody.
    let isMissing: Bool

    init(_ statement: JSONView) {
      let (value, excluded) = (statement.member("Principal"), statement.member("NotPrincipal"))
      isMissing = value == nil && excluded == nil
      named = Principals.read(value)
      excepted = Principals.read(excluded)
    }

    private static func read(_ value: JSONView?) -> [String: [String]] {
      guard let value else { return [:] }
      if value.kind != .object { return ["*": texts(value)] }
      var found: [String: [String]] = [:]
      value.forEachMember { type, names in
        found[type.string] = texts(names)
        return true
      }
      return found
    }
  }

  /// `"StringEquals": {"aws:PrincipalOrgID": ["o-abc123"]}`.
  struct Condition: Hashable {
    let `operator`: String
    /// In lower case: keys match in any (IAM user guide, "Condition keys are not case-sensitive").
    let key: String
    let values: [String]

    static func all(in statement: JSONView) -> [Condition] {
      var conditions: [Condition] = []
      statement.member("Condition")?.forEachMember { `operator`, keys in
        keys.forEachMember { key, values in
          conditions.append(
            Condition(
              operator: `operator`.string, key: key.string.lowercased(), values: texts(values)))
          return true
        }
        return true
      }
      return conditions
    }
  }
}

/// A text, or a list of them.
private func texts(_ value: JSONView?) -> [String] {
  guard let value else { return [] }
  if value.kind != .array { return [value.withUTF8 { String(decoding: $0, as: UTF8.self) }] }
  var texts: [String] = []
  value.forEachElement { element in
    texts.append(element.withUTF8 { String(decoding: $0, as: UTF8.self) })
    return true
  }
  return texts
}
