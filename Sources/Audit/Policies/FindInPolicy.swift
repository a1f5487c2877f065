import CloudTrail
import Query

extension PolicyDocument {
  /// What is to be marked, in the order of the statements. Only what is allowed is: a Deny opens nothing.
  /// - Parameters:
  ///   - account: the event's own account.
  ///   - isKnown: whether an account is one of the organisation's.
  package func findings(account: String, isKnown: (String) -> Bool) -> [PolicyFinding] {
    statements.enumerated().flatMap { number, statement in
      guard statement.isAllow else { return [] as [PolicyFinding] }
      let marks =
        statement.actionMarks + statement.exclusionMarks
        + statement.principalMarks { $0 != account && !isKnown($0) }
      return marks.map { mark in
        PolicyFinding(
          kind: mark.kind, isConditional: statement.hasCondition,
          place: .init(
            statement: number, element: mark.element, value: mark.value.map { ExactString($0) }))
      }
    }
  }
}

extension PolicyStatement {
  fileprivate struct Mark {
    var kind: PolicyFinding.Kind
    var element: String
    var value: String?
  }

  fileprivate var actionMarks: [Mark] {
    let isWide = !notResources.isEmpty || resources.contains(where: PolicyStatement.isWide)
    return actions.compactMap { action in
      if PolicyStatement.isEverything(action) {
        return Mark(
          kind: resources.contains("*") ? .everything : .everyAction, element: "Action", value: action)
      }
      guard TextPattern(glob: action).matches("iam:PassRole") else { return nil }
      return Mark(kind: .passRole(isWide: isWide), element: "Action", value: action)
    }
  }

  fileprivate var exclusionMarks: [Mark] {
    var marks: [Mark] = []
    if !notActions.isEmpty { marks.append(Mark(kind: .everyActionBut, element: "NotAction")) }
    if !notResources.isEmpty { marks.append(Mark(kind: .everyResourceBut, element: "NotResource")) }
    if hasNotPrincipal { marks.append(Mark(kind: .everyoneBut, element: "NotPrincipal")) }
    return marks
  }

  fileprivate func principalMarks(isForeign: (String) -> Bool) -> [Mark] {
    principals.compactMap { principal in
      if principal == "*" { return Mark(kind: .anyone, element: "Principal", value: principal) }
      guard let account = PolicyStatement.account(of: principal), isForeign(account) else { return nil }
      return Mark(kind: .foreignAccount(account), element: "Principal", value: principal)
    }
  }

  /// `*`, `*:*` and what else is made of nothing but stars and colons.
  private static func isEverything(_ action: String) -> Bool {
    action.utf8.contains(UInt8(ascii: "*"))
      && action.utf8.allSatisfy { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: ":") }
  }

  /// Whether a resource takes in all there is behind its last `/` or `:`, as `*` and `arn:aws:iam::ID:role/*`
  /// do.
  private static func isWide(_ resource: String) -> Bool {
    let last = resource.utf8.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }
    ).last
    guard let last, !last.isEmpty else { return false }
    return last.allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// The account of a principal: its 12 digits, or those in its ARN
  /// (`arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`).
  private static func account(of principal: String) -> String? {
    let parts = principal.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    let account = parts.count == 6 && parts[0] == "arn" ? String(parts[4]) : principal
    let isID = account.utf8.count == 12 && account.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isID ? account : nil
  }
}
