import CloudTrail

/// A predicate that remembers where its parts were written, so that a match can be explained by the lines of its
/// rule.
package indirect enum WrittenPredicate: Hashable, Sendable {
  /// Every one holds; of none, true.
  case all([WrittenPredicate])
  /// At least one holds; of none, false.
  case any([WrittenPredicate])
  case not(WrittenPredicate)
  /// One element at the path satisfies the rest, whose paths begin at the element.
  case elements([FieldPath.Step], WrittenPredicate)
  case term(Term)

  /// One condition on one line.
  package struct Term: Hashable, Sendable {
    package let predicate: Predicate
    /// The line it stands on, from 1.
    package let line: Int
    /// The field asked about, as the rule names it; empty for the whole record.
    package let field: String

    package init(_ predicate: Predicate, line: Int, field: String) {
      (self.predicate, self.line, self.field) = (predicate, line, field)
    }
  }

  /// What it asks, without the places.
  package var predicate: Predicate {
    switch self {
    case .all(let parts): .conjunction(parts.map(\.predicate))
    case .any(let parts): .disjunction(parts.map(\.predicate))
    case .not(let part): .not(part.predicate)
    case .elements(let steps, let part): .elements(steps, .any, part.predicate)
    case .term(let term): term.predicate
    }
  }
}
