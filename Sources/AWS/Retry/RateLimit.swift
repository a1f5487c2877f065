import CloudTrail
import Synchronization

/// Keeps the requests to a service at least so far apart.
package final class RateLimit: Sendable {
  private let milliseconds: Int64
  /// When the next request may leave.
  private let next = Mutex(Timestamp(milliseconds: .min))

  /// - Parameter perSecond: 0.001...1,000.
  package init(perSecond: Double) { milliseconds = Int64(1000 / min(max(perSecond, 0.001), 1000)) }

  /// Takes the next place.
  /// - Returns: How long to wait for it.
  package func reserve(at now: Timestamp) -> Duration {
    next.withLock { next in
      let place = max(next, now)
      next = Timestamp(milliseconds: place.milliseconds + milliseconds)
      return .milliseconds(place.milliseconds - now.milliseconds)
    }
  }
}
