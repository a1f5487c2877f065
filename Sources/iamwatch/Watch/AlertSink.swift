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
  private struct Taken {
    var maker: AlertMaker
    var alerts: [RaisedAlert] = []
    var observed: [Observation] = []
  }

  private let taken: Mutex<Taken>
  /// One at a time: whoever comes back knows that all it took is on the disk, whoever put it there.
  private let turn = Mutex(())
  private let correlations: CorrelationSources
  private let floor: Severity
  private let book: AlertBook
  private let counters: Counters

  /// - Parameter floor: what is less bad is no alert.
  init(_ maker: AlertMaker, of rules: RuleSet, floor: Severity, book: AlertBook, counters: Counters) {
    taken = Mutex(Taken(maker: maker))
    correlations = rules.correlations
    (self.floor, self.book, self.counters) = (floor, book, counters)
  }

  /// - Parameter source: the name of the source that brought it.
  func take(_ event: EventView, of source: String) {
    counters.saw()
    taken.withLock { taken in
      let outcome = taken.maker.take(event, of: source)
      taken.alerts += outcome.alerts.filter { $0.rule.level >= floor }
      if let observed = outcome.observed { taken.observed.append(observed) }
    }
  }

  /// Looks for silences; comes back when those found are on the disk.
  func tick(isCaughtUp: Bool) {
    let isFound = taken.withLock { taken in
      let found = taken.maker.tick(Clock.now, isCaughtUp: isCaughtUp).filter { $0.rule.level >= floor }
      taken.alerts += found
      return !found.isEmpty
    }
    if isFound { keep() }
  }

  /// Comes back when all that was taken is on the disk. What all sources brought goes together: what one has taught would keep another's
  /// alert, not yet told, from being raised anew by the next run.
  func keep() {
    turn.withLock { _ in
      let (alerts, observed, learnt) = taken.withLock { taken in
        defer { (taken.alerts, taken.observed) = ([], []) }
        return (taken.alerts, taken.observed, taken.maker.takeLearnt())
      }
      book.keep(
        alerts, remembering: observed.map { ObservationRecord($0, of: correlations) }, learnt: learnt)
    }
  }

  /// Comes back once no event is being looked at: a thread that hangs there is found out.
  func pass() { taken.withLock { _ in } }
}

/// One source's way to alerts. They are safe when a commit comes back, so that a cursor kept then never passes one.
final class AlertSink: EventSink {
  private let taker: AlertTaker
  private let source: String

  /// - Parameter source: the source's name.
  init(_ taker: AlertTaker, of source: String) { (self.taker, self.source) = (taker, source) }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) { taker.take(event, of: source) }

  func commit() { taker.keep() }
}

extension ObservationRecord {
  fileprivate init(_ observed: Observation, of correlations: CorrelationSources) {
    self.init(
      event: observed.id, time: observed.time.milliseconds, rules: correlations.ruleIDs(of: observed),
      fields: observed.fields)
  }
}
