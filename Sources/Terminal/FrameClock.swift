/// When to paint: at once for a key, at most 30 times a second for what arrives, never when nothing changed. What a key asked for
/// is answered in several pieces, which for a moment need not wait for each other.
package struct FrameClock: Sendable {
  /// The shortest time between two frames that nobody asked for by a key.
  package static let interval: Duration = .nanoseconds(1_000_000_000 / 30)
  /// The same for so long after a key.
  package static let answerInterval: Duration = .milliseconds(8)
  package static let answerTime: Duration = .milliseconds(250)

  /// Since when there is something new to show; nil when there is nothing.
  private var dirtySince: ContinuousClock.Instant?
  private var isUrgent = false
  private var lastPaint: ContinuousClock.Instant?
  private var lastKey: ContinuousClock.Instant?

  package init() {}

  /// Notes that there is something new to show; `urgently` after a key.
  package mutating func changed(at now: ContinuousClock.Instant, urgently: Bool = false) {
    dirtySince = dirtySince ?? now
    isUrgent = isUrgent || urgently
    if urgently { lastKey = now }
  }

  /// When the next frame is due, nil when nothing changed. A time that has passed means at once.
  package var deadline: ContinuousClock.Instant? {
    guard let dirtySince else { return nil }
    guard !isUrgent, let lastPaint else { return dirtySince }
    let answers = lastKey.map { dirtySince - $0 < FrameClock.answerTime } ?? false
    return max(dirtySince, lastPaint + (answers ? FrameClock.answerInterval : FrameClock.interval))
  }

  /// Whether to paint now; if so, that is noted as done.
  package mutating func wants(_ now: ContinuousClock.Instant) -> Bool {
    guard let deadline, deadline <= now else { return false }
    dirtySince = nil
    isUrgent = false
    lastPaint = now
    return true
  }
}
