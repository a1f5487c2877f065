import CloudTrail

/// A predicate with needles folded, expressions compiled and, in `all` and `any`, what needs no record put
/// first.
///
/// What is asked most is of classes: to take a case with several values apart counts an owner more of each, in memory that all threads share.
enum CompiledNode: Sendable {
  case constant(Bool)
  case all(CompiledParts)
  case any(CompiledParts)
  indirect case not(CompiledNode)
  indirect case eventField(EventField, CompiledTest)
  indirect case recordField(CompiledPath, CompiledTest, Quantifier)
  case recorded(RecordedTest)
  case within(PartTest)
  indirect case elements(CompiledPath, Quantifier, CompiledNode)
  indirect case time(TimeRange)
  case error, denied, write, alert
  case rule(TextMatcher)
  case severity(ClosedRange<Severity>)
  indirect case anywhere(AnywhereSearch)

  init(_ predicate: Predicate, _ context: NodeContext) {
    switch predicate {
    case .all(let parts) where parts.isEmpty: self = .constant(true)
    case .any(let parts) where parts.isEmpty: self = .constant(false)
    case .all(let parts): self = .all(CompiledParts(parts, context))
    case .any(let parts):
      let parts = CompiledNode.joined(parts)
      if parts.count == 1 {
        self = CompiledNode(parts[0], context)
        return
      }
      self = .any(CompiledParts(parts, context))
    case .not(let part): self = .not(CompiledNode(part, context))
    case .field(.event(let field), let test, _):
      // A derived field has one value, so any and every are the same.
      self = .eventField(field, CompiledTest(test, at: .event(field), context: context.events))
    case .field(.record(let steps), let test, let quantifier):
      let path = CompiledPath(steps)
      let compiled = CompiledTest(test, at: .record(steps), context: context.events)
      if let field = context.recordedField(at: steps) {
        self = .recorded(RecordedTest(field: field, test: compiled, path: path, quantifier: quantifier))
      } else if let part = context.recordedPart(of: steps) {
        let rest = CompiledPath(Array(steps.dropFirst()))
        self = .within(
          PartTest(part: part, rest: rest, test: compiled, whole: path, quantifier: quantifier))
      } else {
        self = .recordField(path, compiled, quantifier)
      }
    case .elements(let steps, let quantifier, let part):
      self = .elements(CompiledPath(steps), quantifier, CompiledNode(part, context.inElements))
    case .time(let range): self = .time(range)
    case .flag(let flag): self = CompiledNode(flag, context)
    case .rule(let pattern): self = .rule(TextMatcher(pattern))
    case .severity(let range): self = .severity(range)
    case .anywhere(let pattern): self = .anywhere(AnywhereSearch(pattern, context: context.events))
    }
  }

  private init(_ flag: EventFlag, _ context: NodeContext) {
    switch flag {
    case .error: self = .error
    case .denied: self = .denied
    case .write: self = .write
    case .read: self = .not(.write)
    case .alert: self = .alert
    case .root:
      self = CompiledNode(.equals(.principalType, ExactString("Root")), context)
    case .console: self = CompiledNode(.madeInConsole, context)
    }
  }

  /// The alternatives with those that ask for any value at one place made one, so that its values are looked up once.
  private static func joined(_ parts: [Predicate]) -> [Predicate] {
    guard parts.count > 1 else { return parts }
    var tests: [FieldPath: [FieldTest]] = [:]
    for case .field(let path, let test, .any) in parts { tests[path, default: []].append(test) }
    return parts.compactMap { part in
      guard case .field(let path, _, .any) = part else { return part }
      // All of a place stand where the first did.
      guard let joined = tests.removeValue(forKey: path) else { return nil }
      return .field(path, joined.count == 1 ? joined[0] : .any(joined))
    }
  }

  /// Whether the record is looked at only where a field is not known without it.
  var isRecorded: Bool {
    switch self {
    case .recorded: true
    case .all(let parts), .any(let parts): parts.heavy.allSatisfy(\.isRecorded)
    case .not(let node): node.isRecorded
    default: !readsRecord
    }
  }

  /// Whether members of the record may be looked for whose place is not known.
  var looksAtMembers: Bool {
    switch self {
    case .recordField, .recorded, .elements, .anywhere: true
    case .within(let part): part.test.readsRecord
    case .eventField(_, let test): test.readsRecord
    case .all(let parts), .any(let parts):
      parts.light.contains(where: \.looksAtMembers) || parts.heavy.contains(where: \.looksAtMembers)
    case .not(let node): node.looksAtMembers
    case .constant, .time, .error, .denied, .write, .alert, .rule, .severity: false
    }
  }

  /// Whether deciding it may need the record.
  var readsRecord: Bool {
    switch self {
    case .recordField, .recorded, .within, .elements, .anywhere: true
    case .all(let parts), .any(let parts): !parts.heavy.isEmpty
    case .not(let node): node.readsRecord
    case .eventField(_, let test): test.readsRecord
    case .constant, .time, .error, .denied, .write, .alert, .rule, .severity: false
    }
  }
}

/// What compiling knows besides the predicate.
struct NodeContext {
  let events: EvaluationContext
  /// Where the record is from where paths begin; nil where it is not below.
  let record: [FieldPath.Step]?

  /// The context of what is asked of elements, whose paths begin at each of them.
  var inElements: NodeContext { NodeContext(events: events, record: nil) }

  /// The field that reading noted at a path.
  func recordedField(at steps: [FieldPath.Step]) -> RecordedField? {
    guard let record, steps.starts(with: record) else { return nil }
    return RecordedField(steps.dropFirst(record.count))
  }

  /// The part that a path leads into, of paths that begin at the record.
  func recordedPart(of steps: [FieldPath.Step]) -> RecordedPart? {
    guard record?.isEmpty ?? false, steps.count > 1, case .key(let name) = steps[0] else { return nil }
    return RecordedPart.allCases.first { ExactString($0.rawValue) == name }
  }
}

extension RecordedField {
  private static let byPath = Dictionary(
    uniqueKeysWithValues: allCases.map { field in
      (field.keys.map { FieldPath.Step.key(ExactString($0)) }, field)
    })

  /// The field that a path leads to, of paths that begin at the record.
  init?(_ steps: some Sequence<FieldPath.Step>) {
    guard let field = RecordedField.byPath[Array(steps)] else { return nil }
    self = field
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
