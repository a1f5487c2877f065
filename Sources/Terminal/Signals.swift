import CNcurses

/// Blocks the signals that `EventLoop` reads, in this thread and all that are started after it.
///
/// To be called first, before anything starts a thread, and only by a command that runs the loop: until it does, Ctrl-C and
/// TERM wait.
package func blockSignals() { iw_block_signals() }

/// Lets this thread receive them again, with their default action: after the loop has ended and the screen is closed, so that
/// Ctrl-C can end a program that is slow to finish.
package func unblockSignals() { iw_unblock_signals() }
