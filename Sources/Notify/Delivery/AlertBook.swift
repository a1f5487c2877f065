import Audit
import CloudTrail
import Detection
import Glibc
import Query
import State
import Synchronization

/// Takes raised alerts and tells each once: on standard output, and to the destinations by way of the ledger.
package final class AlertBook: Sendable {
  /// How the book is kept.
  package struct Settings: Sendable {
    /// Whose alerts they are in the ledger.
    let context: String
    let destinations: [any Destination]
    let accountNames: [ExactString: String]
    /// For how many milliseconds alerts of one rule and group are sent once; 0 sends each.
    let quiet: Int64
    /// What the configuration decides about alerts, beside what the state does.
    let decided: [AlertDecision]

    package init(
      context: String, destinations: [any Destination], accountNames: [ExactString: String], quiet: Int64,
      decided: [AlertDecision] = []
    ) {
      (self.context, self.destinations, self.decided) = (context, destinations, decided)
      (self.accountNames, self.quiet) = (accountNames, quiet)
    }
  }

  /// What the book asks of the world.
  package struct World: Sendable {
    let printLine: @Sendable ([UInt8]) -> Void
    /// Says what goes wrong.
    let tell: @Sendable (String) -> Void
    let now: @Sendable () -> Timestamp

    package init(
      printLine: @escaping @Sendable ([UInt8]) -> Void, tell: @escaping @Sendable (String) -> Void,
      now: @escaping @Sendable () -> Timestamp
    ) {
      (self.printLine, self.tell, self.now) = (printLine, tell, now)
    }
  }

  private let ledger: StateFile
  private let settings: Settings
  private let bells: [Bell]
  private let counters: Counters
  private let world: World
  /// One commit at a time: two sources may bring the same alert.
  private let turn = Mutex(())

  /// - Parameter bells: rung when there is something to deliver; a closed one ends all waiting for the ledger.
  package init(
    _ ledger: StateFile, _ settings: Settings, bells: [Bell], counters: Counters, world: World
  ) {
    (self.ledger, self.settings, self.bells) = (ledger, settings, bells)
    (self.counters, self.world) = (counters, world)
  }

  /// Prints the alerts that are new and keeps them with what is to be sent, and what correlations remember and have learnt; comes back
  /// when all is on the disk, so that a source's cursor may pass it. A process that dies before prints them again in the next run, by the same ids.
  package func keep(
    _ alerts: [RaisedAlert], remembering observations: [ObservationRecord] = [], learnt: Learnt = Learnt()
  ) {
    guard !alerts.isEmpty || !observations.isEmpty || !learnt.isEmpty else { return }
    turn.withLock { _ in
      guard let fresh = patiently({ () throws(StateError) in try self.unknown(alerts) }),
        let records = patiently({ () throws(StateError) in try self.records(of: fresh) })
      else { return }
      for (alert, kept) in zip(fresh, records) {
        world.printLine(alert.json(kept.state))
        counters.raised(alert.rule.level, isSuppressed: !kept.state.isSent)
      }
      let moment = world.now().milliseconds
      patiently { () throws(StateError) in
        try self.ledger.raise(
          records.map(\.record), remembering: observations, learnt: learnt.kept, rhythms: learnt.keptRhythms,
          of: self.settings.context, now: moment)
      }
    }
    if !alerts.isEmpty { for bell in bells { bell.ring() } }
  }

  /// Calls `body` until the state lets it: an alert is not given up for a full disk. Nil once the program ends.
  @discardableResult
  private func patiently<Result>(_ body: () throws(StateError) -> Result) -> Result? {
    var told: StateError?
    while true {
      do throws(StateError) {
        return try body()
      } catch {
        if told != error { world.tell("alerts cannot be kept: \(error); tried again until they are") }
        told = error
        if bells.contains(where: \.isClosed) { return nil }
        usleep(200_000)
      }
    }
  }

  /// Those that no run has told, each once.
  private func unknown(_ alerts: [RaisedAlert]) throws(StateError) -> [RaisedAlert] {
    if alerts.isEmpty { return [] }
    var known = try ledger.knownAlerts(
      among: alerts.map(\.id), of: settings.context, now: world.now().milliseconds)
    return alerts.filter { known.insert($0.id).inserted }
  }

  /// Each alert as the ledger keeps it, and what becomes of it. What was decided is read anew each time: the screen may have just decided.
  private func records(
    of alerts: [RaisedAlert]
  ) throws(StateError) -> [(record: AlertRecord, state: RaisedAlert.State)] {
    var records: [(record: AlertRecord, state: RaisedAlert.State)] = []
    if alerts.isEmpty { return records }
    let decisions = try AlertDecisions(
      settings.decided + ledger.alertDecisions(of: settings.context).compactMap(AlertDecision.init))
    for alert in alerts {
      var record = AlertRecord(
        id: alert.id, rule: alert.rule.id, group: alert.scope.groupKey, principal: alert.event.principal,
        time: alert.last.milliseconds)
      let decided = decisions.state(of: alert.rule.id, group: alert.group, at: alert.last)
      let state: RaisedAlert.State =
        if decided == .muted {
          .muted
        } else if try isSuppressed(record, after: records.map(\.record)) {
          .suppressed
        } else {
          decided == .acknowledged ? .acknowledged : .new
        }
      record.isSuppressed = !state.isSent
      if state.isSent {
        let name = settings.accountNames[ExactString(alert.event.account)]
        record.messages = settings.destinations.map { ($0.name, $0.body(of: alert, accountName: name)) }
      }
      records.append((record, state))
    }
    return records
  }

  /// Whether one of the same rule and group was told so near in event time, in an earlier commit or in this one.
  private func isSuppressed(
    _ record: AlertRecord, after earlier: [AlertRecord]
  ) throws(StateError) -> Bool {
    guard settings.quiet > 0 else { return false }
    let isNear = earlier.contains { other in
      !other.isSuppressed && other.rule == record.rule && other.group == record.group
        && abs(other.time - record.time) < settings.quiet
    }
    if isNear { return true }
    return try ledger.wasTold(near: record, of: settings.context, within: settings.quiet)
  }
}
