import CloudTrail
import Detection
import Query

/// The alerts of a store in the order in which they arose, for who tells of news: the latest only.
struct ArisenAlerts: Sendable {
  /// The most that are held: nobody is told more news than that at once.
  static let most = 1000

  private struct Entry {
    let rule: Int
    let row: Int
  }

  private var entries: [Entry] = []
  /// How many have left to make room.
  private var start = 0

  var end: Int { start + entries.count }

  mutating func add(_ rule: Int, row: Int) {
    entries.append(Entry(rule: rule, row: row))
    guard entries.count >= 2 * ArisenAlerts.most else { return }
    start += entries.count - ArisenAlerts.most
    entries.removeFirst(entries.count - ArisenAlerts.most)
  }

  /// Those from a place on, as far as they are held.
  fileprivate func forEach(from place: Int, _ body: (_ rule: Int, _ row: Int) -> Void) {
    for entry in entries.dropFirst(max(0, place - start)) { body(entry.rule, entry.row) }
  }
}

/// An alert that arose while a store was watched.
package struct ArisenAlert: Hashable, Sendable {
  package var rule: String
  package var title: String
  package var severity: Severity
  /// What the rule's alerts are told apart by.
  package var group: [String]
  package var time: Timestamp
  /// The account's id, and the principal's key.
  package var account: String
  package var principal: String
}

extension EventStore {
  /// The alerts that arose from a place on, which the last call gave; 0 for all that are held.
  package func alerts(from place: Int) -> (alerts: [ArisenAlert], end: Int) {
    read { events in (events.alerts(from: place), events.arisen.end) }
  }
}

extension StoredEvents {
  fileprivate func alerts(from place: Int) -> [ArisenAlert] {
    var alerts: [ArisenAlert] = []
    arisen.forEach(from: place) { rule, row in
      guard row >= cores.start, cores[row].flags.isCounted else { return }
      let core = cores[row]
      let group = groups[core.group]
      for values in alertGroups(of: rule, row, core) {
        alerts.append(
          ArisenAlert(
            rule: rules[rule].id, title: rules[rule].title, severity: rules[rule].level, group: values,
            time: core.time, account: strings[group.account], principal: strings[group.principal]))
      }
    }
    return alerts
  }
}
