import CloudTrail

/// A condition as clauses, of which one must hold.
struct EventPatternClauses {
  /// The most clauses of one predicate: AWS multiplies `$or` out and refuses more than 1000 (``EventPatternReader/mostVariants``).
  private static let most = 64

  private let recordAt: [String]
  /// False once anything was widened.
  private(set) var isExact = true

  /// - Parameter recordAt: the keys that lead to the record from where the condition's paths begin.
  init(recordAt: [String]) { self.recordAt = recordAt }

  /// Clauses of which one holds wherever the condition does; of a condition that never holds none.
  mutating func clauses(_ condition: PushedCondition) -> [EventPatternClause] {
    switch condition {
    case .anything: return [EventPatternClause()]
    case .nothing: return []
    case .any(let parts): return bounded(parts.flatMap { clauses($0) })
    case .all(let parts):
      // Those with the fewest ways first: what would multiply beyond the limit comes when all else is known.
      return parts.map { clauses($0) }.sorted { $0.count < $1.count }
        .reduce([EventPatternClause()]) { bounded(product($0, $1)) }
    case .leaf(let leaf):
      guard let field = field(leaf.place) else { return anything() }
      var reading = EventPatternLeafReader(place: field.place ?? leaf.place)
      let values = reading.values(leaf)
      if !reading.isExact { isExact = false }
      guard let values else { return anything() }
      return values.isEmpty ? [] : [EventPatternClause(field, EventPatternValues(values))]
    }
  }

  private mutating func anything() -> [EventPatternClause] {
    isExact = false
    return [EventPatternClause()]
  }

  private mutating func product(
    _ left: [EventPatternClause], _ right: [EventPatternClause]
  ) -> [EventPatternClause] {
    var right = right
    if left.count * right.count > EventPatternClauses.most { right = hull(right) }
    var product: [EventPatternClause] = []
    for one in left {
      for other in right {
        if let both = one.and(other, isExact: &isExact) { product.append(both) }
      }
    }
    return product
  }

  private mutating func bounded(_ clauses: [EventPatternClause]) -> [EventPatternClause] {
    let simple = EventPatternClauses.simplified(clauses)
    return simple.count > EventPatternClauses.most ? hull(simple) : simple
  }

  /// One clause in place of all.
  private mutating func hull(_ clauses: [EventPatternClause]) -> [EventPatternClause] {
    isExact = false
    return clauses.dropFirst().reduce(clauses.first) { $0?.hull($1) }.map { [$0] } ?? []
  }

  /// The same said with fewer clauses: those within another left out, those that differ in one field joined.
  static func simplified(_ clauses: [EventPatternClause]) -> [EventPatternClause] {
    var simple: [EventPatternClause] = []
    for clause in clauses {
      var clause = clause
      var isJoining = true
      while isJoining {
        if simple.contains(where: { clause.isWithin($0) }) { break }
        simple.removeAll { $0.isWithin(clause) }
        isJoining = false
        for (index, other) in simple.enumerated() {
          guard let joined = other.joined(with: clause) else { continue }
          simple.remove(at: index)
          (clause, isJoining) = (joined, true)
          break
        }
      }
      if !simple.contains(where: { clause.isWithin($0) }) { simple.append(clause) }
    }
    return simple
  }

  /// One clause for all that ask for the same services and names: what they have in common.
  static func coarsened(_ clauses: [EventPatternClause]) -> [EventPatternClause] {
    var hulls: [EventPatternClause] = []
    for clause in clauses {
      let place = hulls.firstIndex {
        $0[.eventSource] == clause[.eventSource] && $0[.eventName] == clause[.eventName]
      }
      if let place { hulls[place] = hulls[place].hull(clause) } else { hulls.append(clause) }
    }
    return simplified(hulls)
  }

  // MARK: Fields

  /// Names that a pattern reads as something else within `$or`.
  private static func isReserved(_ key: String) -> Bool { key == "$or" || MatchType(rawValue: key) != nil }

  private func field(_ place: PushedPlace) -> EventPatternField? {
    switch place {
    case .envelopeAccount: return EventPatternField(keys: ["account"])
    case .wholeRecord: return nil
    case .record(let keys):
      if keys.contains(where: EventPatternClauses.isReserved) { return nil }
      return EventPatternField(keys: recordAt.isEmpty ? ["detail"] + keys : keys)
    }
  }
}
