import Query

/// Which rules of a set matched an event.
package struct RuleMatches: Hashable, Sendable {
  /// Positions in ``RuleSet/rules``, ascending, each once.
  package let indices: [Int]

  package init(indices: [Int]) { self.indices = indices }

  package static let none = RuleMatches(indices: [])

  package var isEmpty: Bool { indices.isEmpty }
}
