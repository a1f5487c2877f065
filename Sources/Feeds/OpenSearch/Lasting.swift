import Synchronization

/// What was found out about an index pattern, until it has to be found out anew: each day brings an index that may be mapped otherwise.
///
/// It lasts shorter than the far overlap, so that what is missed by what was so yesterday is found by the next reading.
final class Lasting<Value: Sendable>: Sendable {
  private let found = Mutex<(value: Value, until: ContinuousClock.Instant)?>(nil)

  private static var duration: Duration { .seconds(300) }

  /// What was found, else what `find` finds now.
  func value(_ find: () async throws(SourceFailure) -> Value) async throws(SourceFailure) -> Value {
    let now = ContinuousClock.now
    if let known = found.withLock({ $0.flatMap { $0.until > now ? $0 : nil } }) { return known.value }
    let value = try await find()
    found.withLock { $0 = (value, now + Self.duration) }
    return value
  }
}
