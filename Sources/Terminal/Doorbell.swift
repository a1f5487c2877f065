import CNcurses
import Glibc

/// Wakes the event loop from any thread or task. Ringing never waits, and many rings before the loop looks are one.
package final class Doorbell: Sendable {
  let descriptor: Int32

  /// - Throws: `DoorbellError` when the process has no descriptor left.
  package init() throws(DoorbellError) {
    descriptor = iw_doorbell()
    if descriptor < 0 { throw DoorbellError(code: errno) }
  }

  deinit { Glibc.close(descriptor) }

  package func ring() { iw_doorbell_ring(descriptor) }

  func clear() { iw_doorbell_clear(descriptor) }
}

/// Why there is no doorbell: `errno` of eventfd(2).
package struct DoorbellError: Error, Equatable, Sendable {
  package let code: Int32
}
