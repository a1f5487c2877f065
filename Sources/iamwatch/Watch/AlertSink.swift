import Audit
import CloudTrail
import Detection
import Feeds
import Notify
import Query
import Synchronization

/// Raises alerts from events of any thread.
final class AlertTaker: Sendable {
  private let maker: Mutex<AlertMaker>
  private let floor: Severity
  private let book: AlertBook
  private let counters: Counters

  /// - Parameter floor: what is less bad is no alert.
  init(_ maker: AlertMaker, floor: Severity, book: AlertBook, counters: Counters) {
    self.maker = Mutex(maker)
    (self.floor, self.book, self.counters) = (floor, book, counters)
  }

  func alerts(for event: EventView) -> [RaisedAlert] {
    counters.saw()
    return maker.withLock { $0.alerts(for: event) }.filter { $0.rule.level >= floor }
  }

  func keep(_ alerts: [RaisedAlert]) { book.keep(alerts) }

  /// Comes back once no event is being looked at: a thread that hangs there is found out.
  func pass() { maker.withLock { _ in } }
}

/// One source's way to alerts. They are safe when a commit comes back, so that a cursor kept then never passes one.
final class AlertSink: EventSink {
  private let taker: AlertTaker
  private var waiting: [RaisedAlert] = []

  init(_ taker: AlertTaker) { self.taker = taker }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) { waiting += taker.alerts(for: event) }

  func commit() {
    taker.keep(waiting)
    waiting = []
  }

  func discard() { waiting = [] }
}
