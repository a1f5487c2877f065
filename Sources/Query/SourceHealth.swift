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
  /// The newest event read, by its time.
  package var lastEvent: Timestamp?
  /// What went wrong, in words for the reader.
  package var error: String?

  package init(source: String) { self.source = source }
}
