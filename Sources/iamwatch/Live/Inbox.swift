import Dashboard
import Synchronization
import Terminal

/// Messages on their way to the screen's thread, from any other; each delivery rings the doorbell.
final class Inbox: Sendable {
  private let waiting = Mutex<Waiting>(Waiting())
  private let doorbell: Doorbell

  private struct Waiting: Sendable {
    var messages: [Message] = []
    /// Arrivals of events, which are only counted: a storm of them is one message.
    var arrived = 0
  }

  init(doorbell: Doorbell) { self.doorbell = doorbell }

  func deliver(_ message: Message) {
    waiting.withLock { $0.messages.append(message) }
    doorbell.ring()
  }

  func eventsArrived(_ count: Int) {
    waiting.withLock { $0.arrived += count }
    doorbell.ring()
  }

  /// All that waits.
  func take() -> [Message] {
    waiting.withLock { waiting in
      var messages = waiting.messages
      if waiting.arrived > 0 { messages.append(.batchArrived(events: waiting.arrived)) }
      waiting = Waiting()
      return messages
    }
  }
}
