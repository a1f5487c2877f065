import CCurl
import Synchronization

/// Commands on their way to the thread of the transfers.
final class CommandQueue: Sendable {
  private let commands = Mutex<[TransferThread.Command]>([])
  /// libcurl's loop. Other threads than its own only ring it, which libcurl allows.
  nonisolated(unsafe) let loop: OpaquePointer

  init() {
    guard let loop = iw_http_open() else { preconditionFailure("no memory for libcurl") }
    self.loop = loop
  }

  /// Rings under the lock: who has taken the last command, `close`, knows that nobody still rings.
  func post(_ command: TransferThread.Command) {
    commands.withLock {
      $0.append(command)
      iw_http_wake(loop)
    }
  }

  func take() -> [TransferThread.Command] {
    commands.withLock { commands in
      defer { commands.removeAll(keepingCapacity: true) }
      return commands
    }
  }
}
