import Query

/// Who wants to do what to which resource.
struct AccessQuestion {
  enum Principal: Hashable {
    /// A role of an account, by its ARN.
    case role(arn: String, account: String)
    /// An account, whoever of it.
    case account(String)
    /// A service of AWS: `events.amazonaws.com`.
    case service(String)
    /// Whose policy is asked itself.
    case owner
  }

  var principal: Principal
  var action: String
  var resource: String
  /// What is known of the request, by condition keys in lower case.
  var context: [String: String] = [:]
}

/// What policies say to a question.
enum AccessAnswer: Hashable {
  case allowed
  /// By the statement of that Sid.
  case denied(String?)
  /// Nothing allows it.
  case notAllowed
  /// A statement would allow it if what is asked of this key held, which is not known.
  case depends(on: String)
}

extension AccessPolicy {
  /// What policies taken together say (IAM user guide, "Policy evaluation logic": a deny goes before every allow).
  static func answer(_ question: AccessQuestion, by policies: [AccessPolicy]) -> AccessAnswer {
    var answer = AccessAnswer.notAllowed
    for statement in policies.flatMap(\.statements) where statement.isAbout(question) {
      switch (statement.allows, statement.conditions(question)) {
      case (false, .met): return .denied(statement.id)
      case (true, .met): answer = .allowed
      case (true, .unknown(let key)) where answer != .allowed: answer = .depends(on: key)
      case (false, .unknown(let key)) where answer != .allowed: answer = .depends(on: key)
      default: break
      }
    }
    return answer
  }

  func answer(_ question: AccessQuestion) -> AccessAnswer { Self.answer(question, by: [self]) }
}

extension AccessPolicy.Statement {
  func isAbout(_ question: AccessQuestion) -> Bool {
    guard principals.include(question.principal) else { return false }
    let isAction =
      actions.contains { matches($0.lowercased(), question.action.lowercased()) }
      || (!notActions.isEmpty
        && !notActions.contains { matches($0.lowercased(), question.action.lowercased()) })
    guard isAction else { return false }
    if !notResources.isEmpty { return !notResources.contains { matches($0, question.resource) } }
    // A trust policy names no resource: it is its role's.
    return resources.isEmpty || resources.contains { matches($0, question.resource) }
  }
}

extension AccessPolicy.Principals {
  func include(_ principal: AccessQuestion.Principal) -> Bool {
    if isMissing { return principal == .owner }
    if !excepted.isEmpty { return !AccessPolicy.Principals.hold(excepted, principal) }
    return AccessPolicy.Principals.hold(named, principal)
  }

  private static func hold(_ named: [String: [String]], _ principal: AccessQuestion.Principal) -> Bool {
    if named["*"]?.contains("*") ?? false { return true }
    let (aws, services) = (named["AWS"] ?? [], named["Service"] ?? [])
    switch principal {
    case .owner: return false
    case .service(let name): return services.contains(name) || services.contains("*")
    case .account(let id): return aws.contains { $0 == "*" || $0 == id || isRoot($0, of: id) }
    case .role(let arn, let id):
      return aws.contains { $0 == "*" || $0 == id || isRoot($0, of: id) || $0 == arn }
    }
  }

  /// `arn:aws:iam::111122223333:root` stands for the whole account.
  private static func isRoot(_ arn: String, of account: String) -> Bool {
    arn.hasPrefix("arn:aws") && arn.hasSuffix(":iam::\(account):root")
  }
}

/// Whether `text` is as a pattern with `*` and `?` has it.
func matches(_ pattern: String, _ text: String) -> Bool {
  TextPattern(glob: pattern, caseSensitive: true).matches(text)
}
