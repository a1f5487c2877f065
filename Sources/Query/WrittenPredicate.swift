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
    /// The line it stands on, from 1; nil for what was not read from a file.
    package let line: Int?
    /// The field asked about, as the rule names it; empty for the whole record.
    package let field: String

    package init(_ predicate: Predicate, line: Int?, field: String) {
      (self.predicate, self.line, self.field) = (predicate, line, field)
    }
  }

  /// A predicate that stands in no file, taken apart where it is made of parts.
  package init(unplaced predicate: Predicate) {
    switch predicate {
    case .all(let parts): self = .all(parts.map(WrittenPredicate.init(unplaced:)))
    case .any(let parts): self = .any(parts.map(WrittenPredicate.init(unplaced:)))
    case .not(let part): self = .not(WrittenPredicate(unplaced: part))
    case .field(let path, _, _):
      self = .term(Term(predicate, line: nil, field: PathPrinter(isRelative: false).text(of: path)))
    default: self = .term(Term(predicate, line: nil, field: FilterSyntax.text(of: predicate)))
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
