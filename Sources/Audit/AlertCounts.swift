import CloudTrail
import Detection
import Query

/// The rows of the alerts table: one a rule (COUNTING 24).
struct AlertCounts {
  /// The most event ids a row lists.
  static let eventIDLimit = 100
  /// The most groups a row lists.
  static let groupLimit = 50

  private struct Tally {
    var counts = Summary.Counts()
    var open = 0
    var accounts: Set<UInt32> = []
    var principals: Set<UInt32> = []
    /// Events by what alerts of the rule are told apart by.
    var groups: [[String]: Int] = [:]
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

  /// A rule's matches, those that are muted by themselves.
  private struct Key: Hashable {
    let rule: Int
    let isMuted: Bool
  }

  private let decided: DecidedAlerts
  private let listsGroups: Bool
  private var tallies: [Key: Tally] = [:]

  /// - Parameter listsGroups: whether the rows name their groups.
  init(_ decided: DecidedAlerts, listsGroups: Bool) {
    (self.decided, self.listsGroups) = (decided, listsGroups)
  }

  /// Counts a row that rules matched.
  mutating func add(_ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) {
    let group = events.groups[core.group]
    for rule in events.alertSets.sets[Int(core.alerts)].indices {
      let state = decided.state(of: rule, row, core, in: events)
      let key = Key(rule: rule, isMuted: state == .muted)
      var tally = tallies.removeValue(forKey: key) ?? Tally()
      tally.counts.add(core.time, isError: core.flags.contains(.error), hasAlert: true)
      if state == .open { tally.open += 1 }
      tally.accounts.insert(group.account)
      tally.principals.insert(group.principal)
      if listsGroups {
        for group in events.alertGroups(of: rule, row, core) { tally.groups[group, default: 0] += 1 }
      }
      if tally.hasRoom(for: core.time), let id = events.eventID(row) {
        tally.insert(core.time, ExactString(id))
      }
      tallies[key] = tally
    }
  }

  /// The rows, by severity and count descending, then by the rule's bytes.
  func rows(of rules: [Rule], strings: Interner) -> [Alert] {
    let alerts = tallies.compactMap { key, tally -> Alert? in
      let other = tallies[Key(rule: key.rule, isMuted: !key.isMuted)]
      // What is muted of a rule has a row only where nothing else has.
      guard !key.isMuted || other == nil else { return nil }
      var alert = alert(rules[key.rule], tally, strings)
      (alert.isMuted, alert.muted) = (key.isMuted, key.isMuted ? 0 : other?.counts.events ?? 0)
      return alert
    }
    return alerts.sorted { left, right in
      if left.severity != right.severity { return left.severity > right.severity }
      if left.count != right.count { return left.count > right.count }
      return ExactString(left.rule) < ExactString(right.rule)
    }
  }

  private func alert(_ rule: Rule, _ tally: Tally, _ strings: Interner) -> Alert {
    var alert = Alert(
      rule: rule.id, title: rule.title, severity: rule.level,
      count: tally.counts.events, first: tally.counts.first, last: tally.counts.last,
      accounts: tally.accounts.map { ExactString(strings[$0]) }.sorted(),
      principals: tally.principals.map { ExactString(strings[$0]) }.sorted(),
      eventIDs: tally.ids.map(\.id))
    (alert.errors, alert.open) = (tally.counts.errors, tally.open)
    let groups = tally.groups.map { Alert.Group(values: $0.key, count: $0.value) }
    alert.groups = Array(groups.sorted(by: AlertCounts.isBefore).prefix(AlertCounts.groupLimit))
    return alert
  }

  private static func isBefore(_ left: Alert.Group, _ right: Alert.Group) -> Bool {
    if left.count != right.count { return left.count > right.count }
    return left.values.lexicographicallyPrecedes(right.values) { ExactString($0) < ExactString($1) }
  }
}
