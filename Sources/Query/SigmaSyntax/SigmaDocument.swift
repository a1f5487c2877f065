/// What the documents of Sigma have in common.
package struct SigmaHeader: Sendable {
  package let title: String
  package let id: String?
  /// What other documents may refer to it by, beside its id.
  package let name: String?
  package let description: String
  package let level: Severity?
  package let tags: [String]
  package let references: [String]
  package let falsePositives: [String]
  package let tests: SigmaTests
  /// The line where the document begins, from 1.
  package let line: Int
}

/// A document of a Sigma file.
package enum SigmaDocument: Sendable {
  case rule(SigmaRule)
  case filter(SigmaFilter)
  case correlation(SigmaCorrelation)

  package var header: SigmaHeader {
    switch self {
    case .rule(let rule): rule.header
    case .filter(let filter): filter.header
    case .correlation(let correlation): correlation.header
    }
  }
}

/// A question about single events.
package struct SigmaRule: Sendable {
  package let header: SigmaHeader
  /// The detection; of several conditions any may hold.
  package let detection: WrittenPredicate
}

/// What narrows other rules: an event that fails it is none of theirs.
package struct SigmaFilter: Sendable {
  package let header: SigmaHeader
  /// The rules meant, by id or name; nil for all.
  package let rules: [SigmaReference]?
  package let condition: WrittenPredicate
}

/// A rule as another document names it.
package struct SigmaReference: Hashable, Sendable {
  /// Its id or its name.
  package let text: String
  package let line: Int
  package let column: Int
}
