import CloudTrail
import Query

/// Documents of CloudTrail records in OpenSearch, of an index pattern in a domain or a serverless collection.
package final class OpenSearchSource: PolledSource {
  let calls: OpenSearchCalls
  let context: EvaluationContext
  /// What is wanted of the documents; nil for all.
  private let wanted: Predicate?
  private let knownOrder = Lasting<DocumentOrder>()
  private let knownShape = Lasting<DocumentShape?>()

  /// - Parameter wanted: what is wanted; others may come too. Nil for everything.
  package init(
    _ address: OpenSearchAddress, calls: any SignedCalls, health: FeedHealth, _ wanted: Predicate? = nil,
    context: EvaluationContext = EvaluationContext()
  ) {
    (self.wanted, self.context) = (wanted, context)
    self.calls = OpenSearchCalls(address: address, calls: calls, health: health)
  }

  package func read(_ window: StoredWindow) -> OpenSearchReading { OpenSearchReading(self, window) }

  func order() async throws(SourceFailure) -> DocumentOrder {
    try await knownOrder.value { () throws(SourceFailure) in try await calls.order() }
  }

  /// What is wanted, as the engine can be asked: all of it, others perhaps too (DESIGN, One predicate). Nil where everything has to be
  /// taken, also because the domain does not tell how its documents look.
  func clause() async throws(SourceFailure) -> [UInt8]? {
    guard let wanted else { return nil }
    return try await clause(wanted)
  }

  func clause(_ wanted: Predicate) async throws(SourceFailure) -> [UInt8]? {
    try await shape().map { OpenSearchQuery(wanted, shape: $0, context: context).json }
  }

  /// How the documents look; nil where the domain does not tell.
  func shape() async throws(SourceFailure) -> DocumentShape? {
    try await knownShape.value { () throws(SourceFailure) in try await calls.shape() }
  }
}
