import CNcurses
import Glibc

/// What the event loop needs of a terminal; `Screen` is the real one.
package protocol Terminal: AnyObject {
  /// What to poll for keys.
  var descriptor: Int32 { get }
  /// The size now, in cells.
  var size: (columns: Int, rows: Int) { get }
  /// The keys that have arrived; never waits.
  func readKeys() -> [Key]
  /// Gives the terminal back for a while.
  func suspend()
  /// Takes it again; everything has to be painted anew.
  func resume()
}

/// Something the program has to answer.
package enum Event: Hashable, Sendable {
  case key(Key)
  /// The doorbell rang, once or several times.
  case rung
  /// Someone wants the program to end.
  case signal(EndingSignal)
  /// The time asked for has come.
  case deadline
}

/// A signal that asks the program to end.
package enum EndingSignal: Hashable, Sendable {
  case interrupt, terminate, hangup
}

/// Waits for keys, signals, the doorbell and a deadline, all at once and without turning in circles.
///
/// Runs on the thread that opened the terminal; `blockSignals` must have been called before any thread was started.
package struct EventLoop {
  /// What to do after an event.
  package enum Next: Sendable {
    case wait, stop
  }

  /// Why the loop ended.
  package enum Ending: Hashable, Sendable {
    case stopped
    /// The terminal was closed (or reading signals failed): nobody sees the screen any more.
    case terminalGone
  }

  private let now: () -> ContinuousClock.Instant

  /// - Parameter now: the clock that deadlines are in.
  package init(now: @escaping () -> ContinuousClock.Instant = { ContinuousClock.now }) { self.now = now }

  /// Hands each event to `handler` until it answers `.stop` or the terminal is gone.
  ///
  /// Resizing arrives as `Key.resize`, also after the program was stopped and continued: paint anew then. When the terminal is gone,
  /// `.signal(.hangup)` is the last event, whatever the answer.
  ///
  /// - Parameters:
  ///   - deadline: asked before each wait: when `.deadline` is due next, nil for not at all.
  package func run(
    screen: some Terminal, doorbell: Doorbell, deadline: () -> ContinuousClock.Instant?,
    handler: (Event) -> Next
  ) -> Ending {
    let signals = iw_signal_descriptor()
    guard signals >= 0 else { return .terminalGone }
    defer { Glibc.close(signals) }
    var awaitsContinue = false
    while true {
      let wait = deadline().map { max(0, nanoseconds($0 - now())) } ?? -1
      let ready = Ready(mask: iw_wait(screen.descriptor, signals, doorbell.descriptor, wait))
      var events: [Event] = []
      if ready.signals { events += answerSignals(signals, screen, &awaitsContinue) }
      if ready.keys { events += screen.readKeys().map(Event.key) }
      if ready.doorbell {
        doorbell.clear()
        events.append(.rung)
      }
      if ready.isTerminalGone { events.append(.signal(.hangup)) }
      if let due = deadline(), due <= now() { events.append(.deadline) }
      for event in events where handler(event) == .stop { return .stopped }
      if ready.isTerminalGone { return .terminalGone }
    }
  }

  /// Does what stopping, continuing and resizing ask for; the events of the others.
  /// - Parameter awaitsContinue: whether the signal is still to come that ended a stop of ours.
  private func answerSignals(
    _ signals: Int32, _ screen: some Terminal, _ awaitsContinue: inout Bool
  ) -> [Event] {
    var events: [Event] = []
    var isResized = false
    while case let number = iw_next_signal(signals), number != 0 {
      switch number {
      case SIGINT: events.append(.signal(.interrupt))
      case SIGTERM: events.append(.signal(.terminate))
      case SIGHUP: events.append(.signal(.hangup))
      case SIGTSTP:
        screen.suspend()
        iw_stop_process()
        // At once: the signal is another thread's to pass on, and what was painted before it comes would go to the shell's screen.
        screen.resume()
        (awaitsContinue, isResized) = (true, true)
      case SIGCONT where awaitsContinue: awaitsContinue = false
      case SIGCONT:
        screen.resume()
        isResized = true
      default: isResized = true
      }
    }
    if isResized {
      let size = screen.size
      events.append(.key(.resize(columns: size.columns, rows: size.rows)))
    }
    return events
  }

  private func nanoseconds(_ duration: Duration) -> Int64 {
    let parts = duration.components
    let limit: Int64 = 1_000_000  // seconds; a longer wait is asked for again
    if parts.seconds >= limit { return limit * 1_000_000_000 }
    return parts.seconds * 1_000_000_000 + (parts.attoseconds + 999_999_999) / 1_000_000_000
  }
}

/// The answer of one wait, see `iw_wait`.
private struct Ready {
  let mask: Int32

  var keys: Bool { mask & 1 != 0 }
  var signals: Bool { mask & 2 != 0 }
  var doorbell: Bool { mask & 4 != 0 }
  var isTerminalGone: Bool { mask & 16 != 0 }
}
