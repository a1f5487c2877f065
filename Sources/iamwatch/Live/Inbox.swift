import Dashboard
import Synchronization
import Terminal

/// Messages on their way to the screen's thread, from any other; each delivery rings the doorbell.
final class Inbox: Sendable {
  private let waiting = Mutex<Waiting>(Waiting())
  private let doorbell: Doorbell

  private struct Waiting: Sendable {
    var messages: [Message] = []
    /// Arrivals of events, which are only counted: a storm of them is one message. Nil when none came.
    var arrived: Int?
    /// The moment from which on arrivals are told again.
    var arrivalsDue = ContinuousClock.now
  }

  init(doorbell: Doorbell) { self.doorbell = doorbell }

  func deliver(_ message: Message) {
    if case .problem(let problem) = message {
      SessionLog.shared.write([problem.source, problem.text].filter { !$0.isEmpty }.joined(separator: ": "))
    }
    waiting.withLock { $0.messages.append(message) }
    doorbell.ring()
  }

  /// - Parameter count: how many came just now; 0 for those of before the screen was opened, which are no sign of life.
  func eventsArrived(_ count: Int) {
    waiting.withLock { $0.arrived = ($0.arrived ?? 0) + count }
    doorbell.ring()
  }

  /// When arrivals that wait are to be taken; nil when none do.
  var deadline: ContinuousClock.Instant? { waiting.withLock { $0.arrived == nil ? nil : $0.arrivalsDue } }

  /// All that waits; arrivals only if those before them were taken a while ago.
  /// - Parameter pause: how long it is after these until arrivals are told again: each makes every pane ask anew.
  func take(at now: ContinuousClock.Instant, pause: Duration) -> [Message] {
    waiting.withLock { waiting in
      var messages = waiting.messages
      waiting.messages = []
      if let arrived = waiting.arrived, now >= waiting.arrivalsDue {
        messages.append(.batchArrived(events: arrived))
        (waiting.arrived, waiting.arrivalsDue) = (nil, now + pause)
      }
      return messages
    }
  }
}
