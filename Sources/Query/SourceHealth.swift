import CloudTrail

/// What became of one source: the numbers that let a reader trust a quiet screen (DESIGN, The snapshot).
package struct SourceHealth: Hashable, Sendable {
  /// How far a source got.
  package enum State: String, Sendable { case complete, live, partial, failed }

  /// The source as it was asked for.
  package var source: String
  package var state: State = .complete
  /// Records: those kept, out of scope, duplicate, filtered out and outside the window.
  package var read = 0
  /// What was not a record.
  package var rejected = 0
  package var outOfScope = 0
  package var duplicates = 0
  /// Records that came later than the overlap window; 0 for files.
  package var late = 0
  /// Seconds between the newest event and now, for live sources.
  package var lagSeconds: Double?
  package var bytesScanned: Int?
  package var costUSD: Double?
  // What a screen shows beside the snapshot's.
  /// Requests sent, and how often a service said that it is asked too much; nil for files.
  package var requests: Int?
  package var throttles: Int?
  /// Dollars within the last hour.
  package var costPerHourUSD: Double?
  /// Seconds that this machine's clock was found to be slow; less than nothing for a fast one.
  package var clockSlowSeconds: Int64?
  /// The newest event read, by its time.
  package var lastEvent: Timestamp?
  /// What went wrong, in words for the reader.
  package var error: String?

  package init(source: String) { self.source = source }
}
