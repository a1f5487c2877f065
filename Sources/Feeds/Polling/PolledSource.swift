import CloudTrail

/// A store of events elsewhere that answers for a stretch of its own time, such as an OpenSearch domain or a log group.
package protocol PolledSource: HistoricStore {
  associatedtype Reading: PageReading

  /// Whether a reading costs, so that none begins once the budget is spent.
  var costsByReading: Bool { get }

  /// Begins to read what was stored in `window`. Nothing is asked before the first page is.
  func read(_ window: StoredWindow) -> Reading
}

extension PolledSource {
  package var costsByReading: Bool { true }
}

/// One reading of a window, page by page. The next page is asked for when the one before has been taken, so that what waits is
/// never more than a page.
package protocol PageReading {
  /// The next page; nil when the window has been read to its end.
  mutating func next() async throws(SourceFailure) -> Page?

  /// Lets go of what the far side holds for this reading, such as a query that still runs. Called once, however the reading ends,
  /// also in a task that was cancelled.
  mutating func close() async
}

/// A stretch of a store's own time: `@timestamp` of documents, the timestamp of log events.
package struct StoredWindow: Hashable, Sendable {
  /// The first moment.
  package var from: Timestamp
  /// The last moment, itself included; nil for everything there is.
  package var through: Timestamp?
  /// Whether this is the first reading, of much that stays as it is, and no look at what is new.
  package var isHistory: Bool

  package init(from: Timestamp, through: Timestamp? = nil, isHistory: Bool = false) {
    (self.from, self.through, self.isHistory) = (from, through, isHistory)
  }
}
