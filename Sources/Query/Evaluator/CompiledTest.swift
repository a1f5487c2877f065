import CloudTrail

/// A test of one value, ready to run.
enum CompiledTest: Sendable {
  case text(TextMatcher)
  case regex(CompiledRegex)
  /// An address of one of the networks.
  case networks([Network])
  indirect case number(NumberRange)
  indirect case time(TimeRange)
  case eventReference(EventField, Place)
  indirect case recordReference(CompiledPath, Place)
  indirect case within(AnywhereSearch)
  case exists, present, empty
  case kind(ValueKind)
  case all([CompiledTest])
  case any([CompiledTest])
  indirect case not(CompiledTest)
  /// The test, or the same of the other text that the field is also known by.
  indirect case also(CompiledTest, OtherForm)

  /// The second value of a field that has two.
  enum OtherForm: Sendable {
    /// The accounts, ordered by bytes, whose name passes.
    case accounts([[UInt8]])
    case shownPrincipal
    case eventName
  }

  /// Prepares a test of the values at `path`.
  init(_ test: FieldTest, at path: FieldPath, context: EvaluationContext) {
    let inner = { (test: FieldTest) in CompiledTest(test, at: path, context: context) }
    switch test {
    case .text, .regex, .network, .number, .time:
      self = CompiledTest(leaf: test).alsoOtherForm(of: path, context: context)
    case .reference(.event(let field), let place): self = .eventReference(field, place)
    case .reference(.record(let steps), let place): self = .recordReference(CompiledPath(steps), place)
    case .within(let pattern): self = .within(AnywhereSearch(pattern, context: EvaluationContext()))
    case .exists: self = .exists
    case .present: self = .present
    case .empty: self = .empty
    case .kind(let kind): self = .kind(kind)
    case .all(let tests): self = .all(tests.map(inner))
    case .any(let tests):
      let networks = CompiledTest.networks(tests)
      self =
        networks.map { CompiledTest.networks($0).alsoOtherForm(of: path, context: context) }
        ?? .any(tests.map(inner))
    case .not(let test): self = .not(inner(test))
    }
  }

  /// A test that looks at nothing but a text; any other becomes one that nothing passes.
  private init(leaf test: FieldTest) {
    switch test {
    case .text(let pattern): self = .text(TextMatcher(pattern))
    case .regex(let pattern): self = .regex(pattern.compiled)
    case .network(let network): self = .networks([network])
    case .number(let range): self = .number(range)
    case .time(let range): self = .time(range)
    default: self = .any([])
    }
  }

  /// The networks of tests for nothing else: the address is read once for all.
  private static func networks(_ tests: [FieldTest]) -> [Network]? {
    let networks = tests.compactMap { if case .network(let network) = $0 { network } else { nil } }
    return networks.isEmpty || networks.count < tests.count ? nil : networks
  }

  private func alsoOtherForm(of path: FieldPath, context: EvaluationContext) -> CompiledTest {
    switch path {
    case .event(.account):
      let named = context.accounts { passes(text: $0) ?? false }
      return named.isEmpty ? self : .also(self, .accounts(named))
    case .event(.principal): return .also(self, .shownPrincipal)
    case .event(.action): return .also(self, .eventName)
    default: return self
    }
  }

  /// Whether it reads the record, beside the value that it tests.
  var readsRecord: Bool {
    switch self {
    case .recordReference: true
    case .all(let tests), .any(let tests): tests.contains { $0.readsRecord }
    case .not(let test), .also(let test, _): test.readsRecord
    default: false
    }
  }

  /// What the tests that look at a text alone say of one; nil of the others.
  func passes(text: UnsafeBufferPointer<UInt8>) -> Bool? {
    switch self {
    case .text(let matcher): matcher.matches(text)
    case .regex(let regex): regex.matches(text)
    case .networks(let networks):
      IPAddress(text).map { address in networks.contains { $0.contains(address) } } ?? false
    case .number(let range): NumberValue(text).map(range.contains) ?? false
    case .time(let range): TimeText(text).map { range.contains($0.start) } ?? false
    default: nil
    }
  }
}

extension EvaluationContext {
  /// The ids, ordered by bytes, of the accounts whose name passes.
  func accounts(whoseName passes: (UnsafeBufferPointer<UInt8>) -> Bool) -> [[UInt8]] {
    accountNames.filter { Array($0.value.utf8).withUnsafeBufferPointer(passes) }
      .map { Array($0.key.string.utf8) }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }
}
