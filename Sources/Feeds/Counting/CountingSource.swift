import CloudTrail
import Query

/// A source whose engine counts by itself, so that the events need not come: for windows of more than a screen holds.
package protocol CountingSource: Sendable {
  /// How many documents of the store's window may satisfy the request; some of them perhaps do not. Nil where finding out costs as much
  /// as the events.
  func matches(_ request: SummaryRequest, in window: StoredWindow) async throws(SourceFailure) -> Int?

  /// The request, answered by the engine.
  func count(_ request: SummaryRequest, in window: StoredWindow) async throws(SourceFailure) -> EngineCount
}

/// What an engine counted.
package struct EngineCount: Sendable {
  package var summary: Summary
  /// What is known to keep the counts from being exact.
  package var remarks: Set<EngineRemark>
  /// The bytes that the engine read for it and bills.
  package var bytesScanned = 0
}

extension StoredWindow {
  var times: TimeRange { TimeRange(from: from, through: through) }
}
