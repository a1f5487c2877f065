import CloudTrail
import Detection
import Query

/// The rows of the alerts table: one a rule (COUNTING 24).
struct AlertCounts {
  /// The most event ids a row lists.
  static let eventIDLimit = 100

  private struct Tally {
    var counts = Summary.Counts()
    var accounts: Set<UInt32> = []
    var principals: Set<UInt32> = []
    /// The first by (time, id); kept as a sorted list of at most ``AlertCounts/eventIDLimit``.
    var ids: [(time: Timestamp, id: ExactString)] = []

    /// Whether an event of this time may be among the first: its id is written out only then.
    func hasRoom(for time: Timestamp) -> Bool {
      ids.count < AlertCounts.eventIDLimit || ids.last.map { time <= $0.time } ?? true
    }

    mutating func insert(_ time: Timestamp, _ id: ExactString) {
      if ids.count == AlertCounts.eventIDLimit, let last = ids.last, (last.time, last.id) <= (time, id) {
        return
      }
      let place = ids.firstIndex { (time, id) < ($0.time, $0.id) } ?? ids.count
      ids.insert((time, id), at: place)
      if ids.count > AlertCounts.eventIDLimit { ids.removeLast() }
    }
  }

  private var tallies: [Int: Tally] = [:]

  /// Counts a row that the rules `matches` matched.
  mutating func add(
    _ core: Row.Core, _ group: Group, _ matches: RuleMatches, eventID: @autoclosure () -> String?
  ) {
    for rule in matches.indices {
      var tally = tallies.removeValue(forKey: rule) ?? Tally()
      tally.counts.add(core.time, isError: core.flags.contains(.error), hasAlert: true)
      tally.accounts.insert(group.account)
      tally.principals.insert(group.principal)
      if tally.hasRoom(for: core.time), let id = eventID() { tally.insert(core.time, ExactString(id)) }
      tallies[rule] = tally
    }
  }

  /// The rows, by severity and count descending, then by the rule's bytes.
  func rows(of rules: [Rule], strings: Interner) -> [Alert] {
    let alerts = tallies.map { index, tally in
      var alert = Alert(
        rule: rules[index].id, title: rules[index].title, severity: rules[index].level,
        count: tally.counts.events, first: tally.counts.first, last: tally.counts.last,
        accounts: tally.accounts.map { ExactString(strings[$0]) }.sorted(),
        principals: tally.principals.map { ExactString(strings[$0]) }.sorted(),
        eventIDs: tally.ids.map(\.id))
      alert.errors = tally.counts.errors
      return alert
    }
    return alerts.sorted { left, right in
      if left.severity != right.severity { return left.severity > right.severity }
      if left.count != right.count { return left.count > right.count }
      return ExactString(left.rule) < ExactString(right.rule)
    }
  }
}
