import CloudTrail

extension Predicate {
  /// What remains to be asked of the record alone of a predicate whose record paths begin at what carries the record: holds at least as
  /// often. Conditions on the carrier's other fields, which no engine has beside the record, are left out.
  /// - Parameter path: the keys that lead to the record from there.
  package func ofRecord(at path: [String]) -> Predicate {
    path.isEmpty ? self : ofRecord(at: path.map { .key(ExactString($0)) }, isAtLeast: true)
  }

  /// - Parameter isAtLeast: whether what cannot be asked becomes true; false below a `not`, where it has to become false.
  private func ofRecord(at path: [FieldPath.Step], isAtLeast: Bool) -> Predicate {
    let leftOut: Predicate = isAtLeast ? .always : .any([])
    switch self {
    case .all(let parts): return .all(parts.map { $0.ofRecord(at: path, isAtLeast: isAtLeast) })
    case .any(let parts): return .any(parts.map { $0.ofRecord(at: path, isAtLeast: isAtLeast) })
    case .not(let part): return .not(part.ofRecord(at: path, isAtLeast: !isAtLeast))
    case .field(.record(let steps), let test, let quantifier):
      guard steps.starts(with: path), steps.count > path.count else { return leftOut }
      return .field(.record(Array(steps.dropFirst(path.count))), test, quantifier)
    case .elements(path, .any, let part): return part
    case .elements(let steps, let quantifier, let part):
      guard steps.starts(with: path), steps.count > path.count else { return leftOut }
      return .elements(Array(steps.dropFirst(path.count)), quantifier, part)
    case .anywhere: return leftOut
    case .field(.event, _, _), .time, .flag, .rule, .severity: return self
    }
  }
}
