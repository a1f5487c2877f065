import CloudTrail
import Query

@testable import Detection

extension Rule {
  /// A rule that matches what a filter lets pass.
  convenience init(_ id: String, filter: String) throws {
    self.init(
      id: id, title: id, description: "", level: .low, tags: [], falsePositives: [],
      predicate: try FilterSyntax.predicate(from: filter, now: Timestamp(milliseconds: 0)),
      testEvents: .init(mustMatch: [], mustNotMatch: []))
  }
}
