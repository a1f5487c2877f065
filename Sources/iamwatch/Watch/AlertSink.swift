import Audit
import CloudTrail
import Detection
import Feeds
import Notify
import Query
import State
import Synchronization

/// Raises alerts from events of any thread.
final class AlertTaker: Sendable {
  private let maker: Mutex<AlertMaker>
  private let correlations: CorrelationSources
  private let floor: Severity
  private let book: AlertBook
  private let counters: Counters

  /// - Parameter floor: what is less bad is no alert.
  init(_ maker: AlertMaker, of rules: RuleSet, floor: Severity, book: AlertBook, counters: Counters) {
    self.maker = Mutex(maker)
    correlations = rules.correlations
    (self.floor, self.book, self.counters) = (floor, book, counters)
  }

  func take(_ event: EventView) -> AlertMaker.Outcome {
    counters.saw()
    var outcome = maker.withLock { $0.take(event) }
    outcome.alerts.removeAll { $0.rule.level < floor }
    return outcome
  }

  /// Comes back when all is on the disk.
  func keep(_ alerts: [RaisedAlert], _ observed: [Observation]) {
    book.keep(alerts, remembering: observed.map { ObservationRecord($0, of: correlations) })
  }

  /// Comes back once no event is being looked at: a thread that hangs there is found out.
  func pass() { maker.withLock { _ in } }
}

/// One source's way to alerts. They are safe when a commit comes back, so that a cursor kept then never passes one.
final class AlertSink: EventSink {
  private let taker: AlertTaker
  private var alerts: [RaisedAlert] = []
  private var observed: [Observation] = []

  init(_ taker: AlertTaker) { self.taker = taker }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) {
    let outcome = taker.take(event)
    alerts += outcome.alerts
    if let one = outcome.observed { observed.append(one) }
  }

  func commit() {
    taker.keep(alerts, observed)
    discard()
  }

  func discard() { (alerts, observed) = ([], []) }
}

extension ObservationRecord {
  fileprivate init(_ observed: Observation, of correlations: CorrelationSources) {
    self.init(
      event: observed.id, time: observed.time.milliseconds, rules: correlations.ruleIDs(of: observed),
      fields: observed.fields)
  }
}
