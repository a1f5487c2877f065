/// When to paint: at once for a key, at most 30 times a second for what arrives, never when nothing changed. A key's frame does not
/// make what arrives wait: the answer to the key may be the first that does.
package struct FrameClock: Sendable {
  /// The shortest time between two frames that nobody asked for by a key.
  package static let interval: Duration = .nanoseconds(1_000_000_000 / 30)

  /// Since when there is something new to show; nil when there is nothing.
  private var dirtySince: ContinuousClock.Instant?
  private var isUrgent = false
  /// When something that arrived was painted last.
  private var lastPaint: ContinuousClock.Instant?

  package init() {}

  /// Notes that there is something new to show; `urgently` after a key.
  package mutating func changed(at now: ContinuousClock.Instant, urgently: Bool = false) {
    dirtySince = dirtySince ?? now
    isUrgent = isUrgent || urgently
  }

  /// When the next frame is due, nil when nothing changed. A time that has passed means at once.
  package var deadline: ContinuousClock.Instant? {
    guard let dirtySince else { return nil }
    guard !isUrgent, let lastPaint else { return dirtySince }
    return max(dirtySince, lastPaint + FrameClock.interval)
  }

  /// Whether to paint now; if so, that is noted as done.
  package mutating func wants(_ now: ContinuousClock.Instant) -> Bool {
    guard let deadline, deadline <= now else { return false }
    if !isUrgent { lastPaint = now }
    dirtySince = nil
    isUrgent = false
    return true
  }
}
