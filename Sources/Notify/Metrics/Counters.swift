import Query
import Synchronization

/// What has happened since the program was started. Any thread counts.
package final class Counters: Sendable {
  struct Counts: Sendable {
    var events = 0
    /// By severity.
    var alerts = [Int](repeating: 0, count: Severity.allCases.count)
    var suppressed = 0
    /// By destination.
    var delivered: [String: Int] = [:]
    var failed: [String: Int] = [:]
  }

  private let counts = Mutex(Counts())

  package init() {}

  var now: Counts { counts.withLock { $0 } }

  /// An event was looked at.
  package func saw() { counts.withLock { $0.events += 1 } }

  package func raised(_ severity: Severity, isSuppressed: Bool) {
    counts.withLock { counts in
      counts.alerts[severity.rawValue] += 1
      if isSuppressed { counts.suppressed += 1 }
    }
  }

  func delivered(_ destination: String) { counts.withLock { $0.delivered[destination, default: 0] += 1 } }

  func failed(_ destination: String) { counts.withLock { $0.failed[destination, default: 0] += 1 } }
}
