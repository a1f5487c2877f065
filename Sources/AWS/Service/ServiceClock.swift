import CloudTrail
import Glibc

/// Time and chance, as calls of services need them.
package struct ServiceClock: Sendable {
  package let now: @Sendable () -> Timestamp
  /// Comes back at once in a task that is cancelled.
  package let sleep: @Sendable (Duration) async -> Void
  /// A number of 0..<1, each as likely as any other.
  package let random: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async -> Void,
    random: @escaping @Sendable () -> Double
  ) {
    (self.now, self.sleep, self.random) = (now, sleep, random)
  }

  /// The machine's own.
  package static let system = ServiceClock(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    },
    sleep: { try? await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) })
}
