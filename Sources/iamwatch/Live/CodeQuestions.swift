import Dashboard
import Synchronization

/// The codes of MFA devices: asked on the terminal until the screen is open, then on the screen.
final class CodeQuestions: Sendable {
  private struct State: Sendable {
    var isOpen = false
    var isOver = false
    var last = 0
    var waiting: [Int: CheckedContinuation<String?, Never>] = [:]
  }

  private let state = Mutex(State())
  private let inbox: Inbox

  init(_ inbox: Inbox) { self.inbox = inbox }

  /// The terminal is the screen's from now on.
  func screenOpens() { state.withLock { $0.isOpen = true } }

  /// The code that somebody types for the device; nil where nobody does.
  func code(of serial: String) async -> String? {
    guard state.withLock({ $0.isOpen }) else { return await codeFromTerminal(of: serial) }
    return await withCheckedContinuation { continuation in
      let number: Int? = state.withLock { state in
        guard !state.isOver else { return nil }
        state.last += 1
        state.waiting[state.last] = continuation
        return state.last
      }
      guard let number else { return continuation.resume(returning: nil) }
      inbox.deliver(.codeWanted(number: number, serial: serial))
    }
  }

  /// What was typed on the screen; nil where nobody wants to.
  func answer(_ number: Int, _ code: String?) {
    state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: code)
  }

  /// Nobody is asked any more.
  func close() {
    let left = state.withLock { state in
      state.isOver = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in left { continuation.resume(returning: nil) }
  }
}
