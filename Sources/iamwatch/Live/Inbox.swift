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
  }

  init(doorbell: Doorbell) { self.doorbell = doorbell }

  func deliver(_ message: Message) {
    waiting.withLock { $0.messages.append(message) }
    doorbell.ring()
  }

  /// - Parameter count: how many came just now; 0 for those of before the screen was opened, which are no sign of life.
  func eventsArrived(_ count: Int) {
    waiting.withLock { $0.arrived = ($0.arrived ?? 0) + count }
    doorbell.ring()
  }

  /// All that waits.
  func take() -> [Message] {
    waiting.withLock { waiting in
      var messages = waiting.messages
      if let arrived = waiting.arrived { messages.append(.batchArrived(events: arrived)) }
      waiting = Waiting()
      return messages
    }
  }
}
