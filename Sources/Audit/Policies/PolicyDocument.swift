import CloudTrail

/// A policy taken out of a record: of an identity, a resource, a role's trust, a session or an organisation.
package struct PolicyDocument: Sendable {
  /// The policy in the one form that equal policies share (``PolicyGrammar``).
  let root: PolicyNode
  let statements: [PolicyStatement]

  /// The policy in a record's string, decoded from whatever it is wrapped in; nil when it holds none.
  package init?(decoding text: some Collection<UInt8>) {
    guard let document = PolicyText.document(in: text) else { return nil }
    guard let policy = document.withView({ PolicyDocument($0) }) else { return nil }
    self = policy
  }

  /// The policy that an object of a record is; nil when it is none.
  package init?(_ view: JSONView) {
    guard view.kind == .object, PolicyDocument.hasStatement(view) else { return nil }
    root = PolicyGrammar.canonical(PolicyNode(view))
    guard case .list(let list)? = root["Statement"] else { return nil }
    statements = list.map(PolicyStatement.init)
  }

  private static func hasStatement(_ object: JSONView) -> Bool {
    var found = false
    object.forEachMember { key, value in
      found =
        key.raw.count == 9 && key.string.lowercased() == "statement"
        && (value.kind == .array || value.kind == .object)
      return !found
    }
    return found
  }
}

/// One statement of a policy, as far as it is judged.
struct PolicyStatement: Sendable {
  /// Whether it allows; one that denies, or whose effect is neither, allows nothing.
  var isAllow = false
  var actions: [String] = []
  var notActions: [String] = []
  var resources: [String] = []
  var notResources: [String] = []
  /// Of every type: `AWS`, `Service`, `Federated`, `CanonicalUser`.
  var principals: [String] = []
  var hasNotPrincipal = false
  var hasCondition = false

  /// A value that is no object makes a statement that says nothing.
  init(_ node: PolicyNode) {
    func texts(_ element: String) -> [String] { node[element]?.texts ?? [] }
    isAllow = node["Effect"]?.text?.lowercased() == "allow"
    (actions, notActions) = (texts("Action"), texts("NotAction"))
    (resources, notResources) = (texts("Resource"), texts("NotResource"))
    principals = texts("Principal") + (node["Principal"]?.members.flatMap { $0.value.texts } ?? [])
    hasNotPrincipal = node["NotPrincipal"] != nil
    hasCondition = !(node["Condition"]?.members.isEmpty ?? true)
  }
}
