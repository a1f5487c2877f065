/// What has to be at hand to decide a predicate: a store that keeps some fields in columns asks before it reads records.
extension Predicate {
  /// Whether deciding it may need the record.
  package var readsRecord: Bool {
    switch self {
    case .field(.record, _, _), .elements, .anywhere, .flag(.console): true
    case .field(.event, let test, _): test.refersToRecord
    case .all(let parts), .any(let parts): parts.contains { $0.readsRecord }
    case .not(let part): part.readsRecord
    case .time, .flag, .rule, .severity: false
    }
  }
}

extension Predicate {
  /// Whether deciding it needs what rules say of the event, which only those who judge it know.
  package var needsRules: Bool {
    switch self {
    case .rule, .severity, .flag(.alert): true
    case .all(let parts), .any(let parts): parts.contains { $0.needsRules }
    case .not(let part), .elements(_, _, let part): part.needsRules
    case .field, .time, .flag, .anywhere: false
    }
  }
}

extension FieldTest {
  /// Whether the value is compared with a place in the record.
  package var refersToRecord: Bool { refers { if case .record = $0 { true } else { false } } }

  /// Whether the value is compared with another field's.
  package var refersToOthers: Bool { refers { _ in true } }

  private func refers(_ isMeant: (FieldPath) -> Bool) -> Bool {
    switch self {
    case .reference(let path, _): isMeant(path)
    case .all(let tests), .any(let tests): tests.contains { $0.refers(isMeant) }
    case .not(let test): test.refers(isMeant)
    case .text, .regex, .network, .number, .time, .within, .exists, .present, .empty, .kind: false
    }
  }
}
