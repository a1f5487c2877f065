import CNcurses
import Glibc

/// Blocks the signals that `EventLoop` reads, in this thread and all that are started after it.
///
/// To be called first, before anything starts a thread, and only by a command that runs the loop: until it does, Ctrl-C and
/// TERM wait.
package func blockSignals() { iw_block_signals() }

/// Lets this thread receive them again, with their default action: after the loop has ended and the screen is closed, so that
/// Ctrl-C can end a program that is slow to finish.
package func unblockSignals() { iw_unblock_signals() }

/// Waits on this thread until a signal asks the program to end, as a command without a screen does; Ctrl-Z stops it meanwhile.
/// ``blockSignals()`` must have been called before any thread was started.
package func awaitEndingSignal() -> EndingSignal {
  iw_take_signals()
  let signals = iw_signal_descriptor()
  precondition(signals >= 0, "the system gives no descriptor for signals")
  defer { Glibc.close(signals) }
  while true {
    _ = iw_wait(signals, -1, -1, -1)
    while case let number = iw_next_signal(signals), number != 0 {
      switch number {
      case SIGINT: return .interrupt
      case SIGTERM: return .terminate
      case SIGHUP: return .hangup
      case SIGTSTP: iw_stop_process()
      default: break
      }
    }
  }
}
