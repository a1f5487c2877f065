import CloudTrail
import Query
import Synchronization

/// Documents of CloudTrail records in OpenSearch, of an index pattern in a domain or a serverless collection.
package final class OpenSearchSource: PolledSource {
  let calls: OpenSearchCalls
  /// What is wanted of the documents; nil for all.
  let narrowed: NarrowedSearch?
  let context: EvaluationContext
  /// The order found, and when it has to be looked for again: each day brings an index that may be mapped otherwise.
  private let known = Mutex<(order: DocumentOrder, until: ContinuousClock.Instant)?>(nil)

  private static let orderLasts = Duration.seconds(300)

  /// - Parameter wanted: what is wanted; others may come too. Nil for everything.
  package init(
    _ address: OpenSearchAddress, calls: any SignedCalls, health: FeedHealth, _ wanted: Predicate? = nil,
    context: EvaluationContext = EvaluationContext()
  ) {
    self.context = context
    narrowed = wanted.map { NarrowedSearch($0, context: context) }
    self.calls = OpenSearchCalls(address: address, calls: calls, health: health)
  }

  package func read(_ window: StoredWindow) -> OpenSearchReading { OpenSearchReading(self, window) }

  func order() async throws(SourceFailure) -> DocumentOrder {
    let now = ContinuousClock.now
    if let order = known.withLock({ $0.flatMap { $0.until > now ? $0.order : nil } }) { return order }
    let order = try await calls.order()
    known.withLock { $0 = (order, now + Self.orderLasts) }
    return order
  }
}
