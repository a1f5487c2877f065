import Glibc
import Testing

@testable import Terminal

/// A terminal made of a pipe: every byte written is one key.
private final class PipeTerminal: Terminal {
  let descriptor: Int32
  let far: Int32
  let size = (columns: 80, rows: 24)

  init() {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    descriptor = ends[0]
    far = ends[1]
  }

  deinit { close(descriptor) }

  func type(_ text: String) { write(far, text, text.utf8.count) }
  func hangUp() { close(far) }

  func readKeys() -> [Key] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(descriptor, &bytes, bytes.count)
    return bytes.prefix(max(0, count)).map { .character(Character(Unicode.Scalar($0))) }
  }

  func suspend() {}
  func resume() {}
}

@Suite("The event loop", .serialized) struct EventLoopTests {
  @Test("keys arrive in order")
  func keys() throws {
    let terminal = PipeTerminal()
    defer { terminal.hangUp() }
    terminal.type("abq")
    var seen: [Event] = []
    let ending = EventLoop().run(screen: terminal, doorbell: try Doorbell(), deadline: { nil }) { event in
      seen.append(event)
      return event == .key(.character("q")) ? .stop : .wait
    }
    #expect(seen == [.key(.character("a")), .key(.character("b")), .key(.character("q"))])
    #expect(ending == .stopped)
  }

  @Test("a doorbell rung from another thread wakes the loop, many rings at once being one")
  func doorbell() async throws {
    let terminal = PipeTerminal()
    defer { terminal.hangUp() }
    let doorbell = try Doorbell()
    let ringing = Task.detached { for _ in 0..<1000 { doorbell.ring() } }
    await ringing.value
    var rings = 0
    _ = EventLoop().run(
      screen: terminal, doorbell: doorbell, deadline: { .now + .milliseconds(20) },
      handler: { event in
        if event == .rung { rings += 1 }
        return rings > 0 ? .stop : .wait
      })
    #expect(rings == 1)
  }

  @Test("a deadline is met, by the clock that was given")
  func deadline() throws {
    let terminal = PipeTerminal()
    defer { terminal.hangUp() }
    let start = ContinuousClock.now
    var asked = 0
    let loop = EventLoop(now: {
      asked += 1
      return start + .seconds(asked)
    })
    var events: [Event] = []
    _ = loop.run(screen: terminal, doorbell: try Doorbell(), deadline: { start + .seconds(2) }) { event in
      events.append(event)
      return .stop
    }
    #expect(events == [.deadline])
  }

  @Test("while nothing happens the loop sleeps instead of turning in circles")
  func sleeps() throws {
    let terminal = PipeTerminal()
    defer { terminal.hangUp() }
    let end = ContinuousClock.now + .milliseconds(100)
    var waits = 0
    _ = EventLoop().run(
      screen: terminal, doorbell: try Doorbell(),
      deadline: {
        waits += 1
        return end
      },
      handler: { _ in .stop })
    #expect(waits < 6)
  }

  @Test("a terminal that is gone ends the loop after a last event")
  func gone() throws {
    let terminal = PipeTerminal()
    terminal.hangUp()
    var events: [Event] = []
    let ending = EventLoop().run(screen: terminal, doorbell: try Doorbell(), deadline: { nil }) { event in
      events.append(event)
      return .wait
    }
    #expect(events == [.signal(.hangup)])
    #expect(ending == .terminalGone)
  }
}
