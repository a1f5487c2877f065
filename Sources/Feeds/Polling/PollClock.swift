import CloudTrail
import Glibc

/// The time by which sources are polled, and waiting for it to pass.
package struct PollClock: Sendable {
  package let now: @Sendable () -> Timestamp
  /// Comes back at once in a task that is cancelled.
  package let sleep: @Sendable (Duration) async -> Void

  package init(
    now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async -> Void
  ) {
    (self.now, self.sleep) = (now, sleep)
  }

  /// The machine's own.
  package static let system = PollClock(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    },
    sleep: { try? await Task.sleep(for: $0) })
}
