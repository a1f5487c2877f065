/// Whether a statement's conditions hold for a question.
enum ConditionAnswer: Hashable {
  case met, unmet
  /// By a key that the question does not know, or an operator that is not judged here.
  case unknown(String)
}

extension AccessPolicy.Statement {
  /// All have to hold.
  func conditions(_ question: AccessQuestion) -> ConditionAnswer {
    var answer = ConditionAnswer.met
    for condition in conditions {
      switch condition.answer(question.context) {
      case .met: break
      case .unmet: return .unmet
      case .unknown(let key): answer = .unknown(key)
      }
    }
    return answer
  }
}

extension AccessPolicy.Condition {
  /// Of several values one is enough; of a negated operator none may hold (IAM user guide, "Conditions with multiple values").
  fileprivate func answer(_ context: [String: String]) -> ConditionAnswer {
    guard let value = context[key] else { return .unknown(key) }
    var name = self.operator
    for prefix in ["ForAnyValue:", "ForAllValues:"] where name.hasPrefix(prefix) {
      name.removeFirst(prefix.count)
    }
    if name.hasSuffix("IfExists") { name.removeLast("IfExists".count) }
    guard let test = AccessPolicy.Condition.tests[name] else { return .unknown(key) }
    let holds = values.contains { test.holds($0, value) }
    return holds != test.isNegated ? .met : .unmet
  }

  private struct Test {
    let isNegated: Bool
    let holds: @Sendable (_ wanted: String, _ value: String) -> Bool
  }

  private static let tests: [String: Test] = [
    "StringEquals": Test(isNegated: false) { $0 == $1 },
    "StringNotEquals": Test(isNegated: true) { $0 == $1 },
    "StringEqualsIgnoreCase": Test(isNegated: false) { $0.lowercased() == $1.lowercased() },
    "StringLike": Test(isNegated: false) { matches($0, $1) },
    "StringNotLike": Test(isNegated: true) { matches($0, $1) },
    "ArnEquals": Test(isNegated: false) { matches($0, $1) },
    "ArnLike": Test(isNegated: false) { matches($0, $1) },
    "ArnNotEquals": Test(isNegated: true) { matches($0, $1) },
    "ArnNotLike": Test(isNegated: true) { matches($0, $1) },
    "Bool": Test(isNegated: false) { $0.lowercased() == $1.lowercased() },
  ]
}
