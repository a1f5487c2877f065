/// What a predicate asks of the alerts that an event is: the part of it that is not settled while correlations may still complete.
package struct AlertLeaves: Hashable, Sendable {
  private enum Leaf: Hashable, Sendable {
    case any
    case rule(TextPattern)
    case severity(ClosedRange<Severity>)
  }

  private var leaves: [Leaf] = []

  package init(of predicate: Predicate) { collect(predicate) }

  /// Whether the predicate asks nothing of the kind.
  package var isEmpty: Bool { leaves.isEmpty }

  /// Which of them hold for an event that is an alert of such a rule, in their order: alerts with equal answers are equal to the
  /// predicate.
  package func answers(rule: String, severity: Severity) -> [Bool] {
    leaves.map { leaf in
      switch leaf {
      case .any: true
      case .rule(let pattern): pattern.matches(rule)
      case .severity(let range): range.contains(severity)
      }
    }
  }

  private mutating func collect(_ predicate: Predicate) {
    switch predicate {
    case .all(let parts), .any(let parts): for part in parts { collect(part) }
    case .not(let part), .elements(_, _, let part): collect(part)
    case .flag(.alert): add(.any)
    case .rule(let pattern): add(.rule(pattern))
    case .severity(let range): add(.severity(range))
    case .field, .time, .flag, .anywhere: break
    }
  }

  private mutating func add(_ leaf: Leaf) { if !leaves.contains(leaf) { leaves.append(leaf) } }
}
