import Glibc
import Testing

@testable import AWS

@Suite("The code of an MFA device is asked for on the terminal")
struct TerminalQuestionTests {
  /// What a person sees and what the question gives, when they type a line. Other tests may keep all threads busy for minutes.
  private func asked(
    _ typed: String, serial: String = "arn:aws:iam::1:mfa/m", patience: Duration = .seconds(600)
  ) async throws -> (seen: String, code: String?) {
    let person = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    defer { close(person) }
    // TIOCSPTLCK and TIOCGPTN of Linux, which are macros: unlock the other end, tell its number.
    var isLocked: Int32 = 0
    var number: Int32 = 0
    try #require(ioctl(person, 0x4004_5431, &isLocked) == 0 && ioctl(person, 0x8004_5430, &number) == 0)
    let terminal = "/dev/pts/\(number)"
    // Kept open, or the terminal is gone when the question closes it.
    let kept = open(terminal, O_RDWR | O_NOCTTY)
    defer { close(kept) }
    async let code = TerminalQuestion(terminal: terminal, patience: patience).code(of: serial)
    var seen = try #require(await text(from: person))
    _ = write(person, typed, typed.utf8.count)
    let given = await code
    seen += await text(from: person) ?? ""
    return (seen, given)
  }

  private func text(from descriptor: Int32) async -> String? {
    for _ in 0..<500 {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 0) > 0 {
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
      }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }

  @Test("What is typed is the code, and is not shown")
  func code() async throws {
    let (seen, code) = try await asked("123456\n")
    #expect(code == "123456")
    #expect(seen.hasPrefix("MFA code for arn:aws:iam::1:mfa/m: "))
    #expect(!seen.contains("123456"))
  }

  @Test("What is no code is none", arguments: ["\n", "12345\n", "abcdef\n", "123456x\n"])
  func noCode(typed: String) async throws {
    #expect(try await asked(typed).code == nil)
  }

  @Test("Nobody waits for ever")
  func silence() async throws {
    #expect(try await asked("", patience: .milliseconds(50)).code == nil)
  }

  @Test("Without a terminal there is no code")
  func noTerminal() async {
    #expect(await TerminalQuestion(terminal: "/dev/null").code(of: "m") == nil)
    #expect(await TerminalQuestion(terminal: "/nonexistent").code(of: "m") == nil)
  }

  @Test("A serial number that would act on the terminal does not")
  func hostile() async throws {
    #expect(try await !asked("123456\n", serial: "m\u{1B}]0;x\u{7}").seen.contains("\u{1B}"))
  }
}
