import CloudTrail
import Query
import Synchronization

/// What is wanted of an index pattern, as its engine can be asked: all of it, others perhaps too (DESIGN, One predicate).
final class NarrowedSearch: Sendable {
  private let wanted: Predicate
  private let context: EvaluationContext
  /// The clause found, and when the shape of the documents has to be looked for again: each day brings an index that may be mapped
  /// otherwise. Shorter than the far overlap, so that what a clause of yesterday's shape would miss is found by the next.
  private let known = Mutex<(clause: [UInt8]?, until: ContinuousClock.Instant)?>(nil)

  private static let shapeLasts = Duration.seconds(300)

  init(_ wanted: Predicate, context: EvaluationContext) { (self.wanted, self.context) = (wanted, context) }

  /// The query's clause; nil where the domain does not tell how its documents look, and everything has to be taken.
  func clause(_ calls: OpenSearchCalls) async throws(SourceFailure) -> [UInt8]? {
    let now = ContinuousClock.now
    if let found = known.withLock({ $0.flatMap { $0.until > now ? $0 : nil } }) { return found.clause }
    let clause = try await calls.shape().map { OpenSearchQuery(wanted, shape: $0, context: context).json }
    known.withLock { $0 = (clause, now + Self.shapeLasts) }
    return clause
  }
}
