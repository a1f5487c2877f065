import Glibc
import Synchronization
import Terminal

/// How far a long reading has come, on one line of stderr that is gone at the end; nothing where stderr is no terminal, or where it takes
/// less than a second (DESIGN, The commands).
final class Progress: Sendable {
  private enum State { case silent, shown, over }

  private static let patience: UInt32 = 1_000_000
  private static let interval: UInt32 = 250_000
  private static let clearLine = "\r\u{1B}[K"

  private let state = Mutex(State.silent)
  /// What is said after `iamwatch: `.
  private let text: @Sendable () -> String

  /// Begins to tell, until ``end()``.
  init(_ text: @escaping @Sendable () -> String) {
    self.text = text
    guard isatty(STDERR_FILENO) == 1 else { return }
    // The pool's threads all read.
    Task { await onOwnThread { [self] in show() } }
  }

  /// Takes the line away; nothing is told any more.
  func end() {
    state.withLock { state in
      if case .shown = state { Progress.write(Progress.clearLine) }
      state = .over
    }
  }

  private func show() {
    usleep(Progress.patience)
    while showOnce() { usleep(Progress.interval) }
  }

  /// False once it is over.
  private func showOnce() -> Bool {
    let line = "\(Progress.clearLine)iamwatch: \(text())"
    return state.withLock { state in
      if case .over = state { return false }
      Progress.write(line)
      state = .shown
      return true
    }
  }

  private static func write(_ text: String) {
    var text = text
    _ = text.withUTF8 { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
