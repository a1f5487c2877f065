import CloudTrail
import Glibc

/// The time by which sources are polled, and waiting for it to pass.
package struct PollClock: Sendable {
  package let now: @Sendable () -> Timestamp
  /// Comes back at once in a task that is cancelled.
  package let sleep: @Sendable (Duration) async -> Void
  /// How far ``now`` is ahead of this machine's clock, as far as is known by now.
  let ahead: @Sendable () -> Duration

  package init(
    now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async -> Void
  ) {
    (self.now, self.sleep, ahead) = (now, sleep, { .zero })
  }

  /// `clock` put right by what a service's answers say of its time, as `health` hears of them: the windows asked for are of that time.
  package init(_ clock: PollClock = .system, ofService health: FeedHealth) {
    ahead = {
      let ahead = health.serviceAhead
      return abs(ahead.milliseconds) > PollClock.tolerated.milliseconds ? ahead : .zero
    }
    now = { [ahead] in Timestamp(milliseconds: clock.now().milliseconds + ahead().milliseconds) }
    sleep = clock.sleep
  }

  /// A difference of no more than this is what answers take to come, and what is lost of a second.
  private static let tolerated = Duration.seconds(10)

  /// The machine's own.
  package static let system = PollClock(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    },
    sleep: { try? await Task.sleep(for: $0) })
}
