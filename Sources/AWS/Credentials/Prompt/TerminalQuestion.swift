import Glibc
import Text

/// Asks for the code of an MFA device on the terminal, without showing what is typed, as the AWS CLI does.
///
/// For commands that leave the terminal as it is; the screen asks by its own means.
package struct TerminalQuestion: Sendable {
  /// The controlling terminal, whatever standard input is.
  private let terminal: String
  private let patience: Duration

  package init(terminal: String = "/dev/tty", patience: Duration = .seconds(120)) {
    self.terminal = terminal
    self.patience = patience
  }

  /// The code; nil where there is no terminal, nobody answers, or what is typed is not a code of 6 digits or more.
  package func code(of serial: String) async -> String? {
    let descriptor = open(terminal, O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var before = termios()
    guard tcgetattr(descriptor, &before) == 0 else { return nil }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(descriptor, TCSAFLUSH, &silent)
    defer { tcsetattr(descriptor, TCSANOW, &before) }
    say("MFA code for \(sanitised(serial)): ", descriptor)
    let line = await line(descriptor)
    say("\n", descriptor)
    return line.flatMap(TerminalQuestion.code)
  }

  /// The terminal gives whole lines; waiting for one holds no thread.
  private func line(_ descriptor: Int32) async -> String? {
    let deadline = ContinuousClock.now + patience
    var bytes = [UInt8](repeating: 0, count: 256)
    while ContinuousClock.now < deadline, !Task.isCancelled, !TerminalQuestion.isInterrupted {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 0) > 0 {
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return nil
  }

  private func say(_ text: String, _ descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// A signal to end waits for a program that takes signals in turn: whoever presses ctrl-C gives no code.
  private static var isInterrupted: Bool {
    var pending = sigset_t()
    guard sigpending(&pending) == 0 else { return false }
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1
  }

  /// The code in what was typed; nil where there is none.
  package static func code(_ line: String) -> String? {
    let code = line.trimmed
    return code.utf8.count >= 6 && code.allSatisfy { $0.isASCII && $0.isNumber } ? String(code) : nil
  }
}
