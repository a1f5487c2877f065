import Glibc
import Terminal
import Testing

/// A terminal nobody looks at: the pair of a pseudo-terminal.
private struct PseudoTerminal {
  let master: Int32
  let slave: Int32
  let path: String
  let modes: termios

  init() throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(master >= 0)
    // unlockpt and ptsname are hidden from Swift; these are the requests they make (ioctl_tty(2): TIOCSPTLCK, TIOCGPTN).
    var zero: Int32 = 0
    var number: Int32 = 0
    try #require(ioctl(master, 0x4004_5431, &zero) == 0)
    try #require(ioctl(master, 0x8004_5430, &number) == 0)
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var size = winsize(ws_row: 5, ws_col: 20, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(slave, UInt(TIOCSWINSZ), &size) == 0)
    modes = PseudoTerminal.modes(of: slave)
  }

  static func modes(of descriptor: Int32) -> termios {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    return modes
  }

  /// Everything that was written to it, and whether its modes are as they were.
  func finish() -> (output: String, isRestored: Bool) {
    let now = PseudoTerminal.modes(of: slave)
    let isSame =
      now.c_lflag == modes.c_lflag && now.c_iflag == modes.c_iflag && now.c_oflag == modes.c_oflag
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(master, &bytes, bytes.count)
    close(slave)
    close(master)
    return (String(decoding: bytes.prefix(max(0, count)), as: UTF8.self), isSame)
  }
}

/// Makes the terminal at `path` this process's own, as a shell's child has it, and shows something on it.
private func showScreen(on path: String) throws -> Screen {
  setsid()
  close(open(path, O_RDWR))
  setenv("TERM", "xterm-256color", 1)
  setenv("LC_ALL", "C.UTF-8", 1)
  var limit = rlimit(rlim_cur: 0, rlim_max: 0)
  setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)  // no core file
  blockSignals()
  let screen = try Screen(theme: try ThemeLibrary(environment: { _ in nil }).theme("sixteen"))
  var canvas = Canvas(columns: 20, rows: 5)
  canvas.draw("한국", x: 0, y: 0)
  screen.show(canvas)
  return screen
}

/// Runs the loop until a signal, then closes.
private func runUntilSignal(_ screen: Screen) throws {
  _ = EventLoop().run(screen: screen, doorbell: try Doorbell(), deadline: { nil }) { event in
    if case .signal = event { .stop } else { .wait }
  }
  screen.close()
}

@Suite("The terminal is restored", .serialized) struct RestoreTests {
  /// The alternate screen left, the cursor shown, mouse reports and bracketed paste off, in what came last.
  private func expectRestored(_ terminal: PseudoTerminal, _ location: SourceLocation = #_sourceLocation) {
    let (output, isRestored) = terminal.finish()
    #expect(isRestored, sourceLocation: location)
    #expect(output.contains("한국"), sourceLocation: location)
    for (on, off) in [
      ("?1049h", "?1049l"), ("?1000h", "?1000l"), ("?1002h", "?1002l"), ("?1006h", "?1006l"),
      ("?2004h", "?2004l"),
    ] {
      let last = output.ranges(of: "\u{1B}[\(on)").last?.lowerBound
      let undone = output.ranges(of: "\u{1B}[\(off)").last?.lowerBound
      #expect(
        last != nil && undone != nil && (last ?? output.endIndex) < (undone ?? output.startIndex), "\(on)",
        sourceLocation: location)
    }
    #expect(output.ranges(of: "\u{1B}[?25h").last != nil, sourceLocation: location)
  }

  @Test("after closing")
  func closing() async throws {
    let terminal = try PseudoTerminal()
    await #expect(processExitsWith: .success) { [path = terminal.path as String] in
      let screen = try showScreen(on: path)
      screen.close()
    }
    expectRestored(terminal)
  }

  @Test("after SIGTERM, SIGHUP and SIGINT", arguments: [SIGTERM, SIGHUP, SIGINT])
  func signals(number: Int32) async throws {
    let terminal = try PseudoTerminal()
    await #expect(processExitsWith: .success) { [path = terminal.path as String, number = number as Int32] in
      let screen = try showScreen(on: path)
      kill(getpid(), number)
      try runUntilSignal(screen)
    }
    expectRestored(terminal)
  }

  @Test("after a Swift trap")
  func trap() async throws {
    let terminal = try PseudoTerminal()
    await #expect(processExitsWith: .failure) { [path = terminal.path as String] in
      let screen = try showScreen(on: path)
      let rows = [screen.size.rows]
      withExtendedLifetime(rows[rows.count]) {}
    }
    expectRestored(terminal)
  }

  @Test(
    "after crash signals, which still end the process",
    arguments: [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP])
  func crashes(number: Int32) async throws {
    let terminal = try PseudoTerminal()
    let result = await #expect(processExitsWith: .failure) {
      [path = terminal.path as String, number = number as Int32] in
      let screen = try showScreen(on: path)
      withExtendedLifetime(screen) { _ = raise(number) }
    }
    #expect(result?.exitStatus == .signal(number))
    expectRestored(terminal)
  }

  @Test("after abort()")
  func aborting() async throws {
    let terminal = try PseudoTerminal()
    let result = await #expect(processExitsWith: .failure) { [path = terminal.path as String] in
      let screen = try showScreen(on: path)
      withExtendedLifetime(screen) { abort() }
    }
    #expect(result?.exitStatus == .signal(SIGABRT))
    expectRestored(terminal)
  }

  @Test("after exit() from anywhere")
  func exiting() async throws {
    let terminal = try PseudoTerminal()
    await #expect(processExitsWith: .exitCode(3)) { [path = terminal.path as String] in
      let screen = try showScreen(on: path)
      withExtendedLifetime(screen) { exit(3) }
    }
    expectRestored(terminal)
  }
}
