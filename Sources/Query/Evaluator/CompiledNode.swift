import CloudTrail

/// A predicate with needles folded, expressions compiled and, in `all` and `any`, what needs no record put
/// first.
indirect enum CompiledNode: Sendable {
  case constant(Bool)
  case all(light: [CompiledNode], heavy: [CompiledNode])
  case any(light: [CompiledNode], heavy: [CompiledNode])
  case not(CompiledNode)
  case eventField(EventField, CompiledTest)
  case recordField(CompiledPath, CompiledTest, Quantifier)
  case elements(CompiledPath, Quantifier, CompiledNode)
  case time(TimeRange)
  case error, denied, write, alert
  case rule(TextMatcher)
  case severity(ClosedRange<Severity>)
  case anywhere(AnywhereSearch)

  init(_ predicate: Predicate, context: EvaluationContext) {
    switch predicate {
    case .all(let parts) where parts.isEmpty: self = .constant(true)
    case .any(let parts) where parts.isEmpty: self = .constant(false)
    case .all(let parts):
      let (light, heavy) = CompiledNode.byWeight(parts, context)
      self = .all(light: light, heavy: heavy)
    case .any(let parts):
      let (light, heavy) = CompiledNode.byWeight(parts, context)
      self = .any(light: light, heavy: heavy)
    case .not(let part): self = .not(CompiledNode(part, context: context))
    case .field(.event(let field), let test, _):
      // A derived field has one value, so any and every are the same.
      self = .eventField(field, CompiledTest(test, at: .event(field), context: context))
    case .field(.record(let steps), let test, let quantifier):
      self = .recordField(
        CompiledPath(steps), CompiledTest(test, at: .record(steps), context: context), quantifier)
    case .elements(let steps, let quantifier, let part):
      self = .elements(CompiledPath(steps), quantifier, CompiledNode(part, context: context))
    case .time(let range): self = .time(range)
    case .flag(let flag): self = CompiledNode(flag, context: context)
    case .rule(let pattern): self = .rule(TextMatcher(pattern))
    case .severity(let range): self = .severity(range)
    case .anywhere(let pattern): self = .anywhere(AnywhereSearch(pattern, context: context))
    }
  }

  private init(_ flag: EventFlag, context: EvaluationContext) {
    switch flag {
    case .error: self = .error
    case .denied: self = .denied
    case .write: self = .write
    case .read: self = .not(.write)
    case .alert: self = .alert
    case .root:
      self = CompiledNode(.equals(.principalType, ExactString("Root")), context: context)
    case .console: self = CompiledNode(.madeInConsole, context: context)
    }
  }

  private static func byWeight(
    _ parts: [Predicate], _ context: EvaluationContext
  ) -> (light: [CompiledNode], heavy: [CompiledNode]) {
    let nodes = parts.map { CompiledNode($0, context: context) }
    return (nodes.filter { !$0.readsRecord }, nodes.filter(\.readsRecord))
  }

  /// Whether deciding it may need the record.
  private var readsRecord: Bool {
    switch self {
    case .recordField, .elements, .anywhere: true
    case .all(_, let heavy), .any(_, let heavy): !heavy.isEmpty
    case .not(let node): node.readsRecord
    case .eventField(_, let test): test.readsRecord
    case .constant, .time, .error, .denied, .write, .alert, .rule, .severity: false
    }
  }
}

extension Predicate {
  /// ``EventFlag/console``. CloudTrail writes `sessionCredentialFromConsole` as the string "true".
  static var madeInConsole: Predicate {
    let exactly = { (text: String) in FieldTest.text(TextPattern(exactly: text, caseSensitive: true)) }
    return .any([
      .field(
        .event(.userAgent), .any([exactly("console.amazonaws.com"), exactly("signin.amazonaws.com")])),
      .field(
        .record(keys: "eventType"), .any([exactly("AwsConsoleSignIn"), exactly("AwsConsoleAction")])),
      .field(.record(keys: "sessionCredentialFromConsole"), .text(TextPattern(exactly: "true"))),
    ])
  }
}
