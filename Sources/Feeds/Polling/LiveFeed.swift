import CloudTrail

/// A way to read a source that goes on.
package protocol LiveFeed: Sendable {
  /// Reads what was stored from `start` on, and goes on with what comes, until the task is cancelled.
  func run(from start: Timestamp, into sink: some EventSink) async

  /// Reads what was stored from `start` through `end`, until all of it has come, until somebody has to do something first, or until
  /// the task is cancelled. Whether it was all, the health tells.
  func readOnce(from start: Timestamp, through end: Timestamp, into sink: some EventSink) async
}
