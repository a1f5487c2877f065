import CloudTrail
import Detection
import Query

/// The rows of the alerts table: one a rule (COUNTING 24).
struct AlertCounts {
  /// The most groups a row lists.
  static let groupLimit = 50

  private let decided: DecidedAlerts
  private let listsGroups: Bool
  /// By alert set, what is counted of its rules of which every event counts the same: once for all of them.
  private var bySet: [AlertTally]
  /// By alert set, its other rules.
  private let apart: [[Int]]
  /// By rule, what is counted of those; then by rule again what is muted of them.
  private var byRule: [AlertTally]

  /// - Parameters:
  ///   - rules: how many there are.
  ///   - sets: the alert sets of the events.
  ///   - listsGroups: whether the rows name their groups.
  init(_ decided: DecidedAlerts, rules: Int, sets: AlertSets, listsGroups: Bool) {
    (self.decided, self.listsGroups) = (decided, listsGroups)
    bySet = [AlertTally](repeating: AlertTally(), count: sets.sets.count)
    apart = sets.sets.map { set in set.indices.filter { listsGroups || decided.isDecided($0) } }
    byRule = [AlertTally](repeating: AlertTally(), count: 2 * rules)
  }

  /// Counts a row that rules matched.
  mutating func add(_ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) {
    let set = Int(core.alerts)
    if apart[set].count < events.alertSets.sets[set].indices.count {
      bySet[set].add(row, core, isOpen: true, in: events)
    }
    for rule in apart[set] {
      let state = decided.state(of: rule, row, core, in: events)
      let number = state == .muted ? byRule.count / 2 + rule : rule
      byRule[number].add(row, core, isOpen: state == .open, in: events)
      guard listsGroups else { continue }
      for group in events.alertGroups(of: rule, row, core) { byRule[number].add(group: group) }
    }
  }

  /// Counts what was counted of other rows.
  mutating func add(_ other: AlertCounts, in events: borrowing StoredEvents) {
    for (set, tally) in other.bySet.enumerated() where !tally.isEmpty { bySet[set].add(tally, in: events) }
    for (number, tally) in other.byRule.enumerated() where !tally.isEmpty {
      byRule[number].add(tally, in: events)
    }
  }

  /// What is counted of each rule, and then of each what is muted of it.
  private func all(in events: borrowing StoredEvents) -> [AlertTally] {
    var all = byRule
    for (set, tally) in bySet.enumerated() where !tally.isEmpty {
      for rule in events.alertSets.sets[set].indices where !apart[set].contains(rule) {
        all[rule].add(tally, in: events)
      }
    }
    return all
  }

  /// The rows, by severity and count descending, then by the rule's bytes.
  func rows(of rules: [Rule], in events: borrowing StoredEvents) -> [Alert] {
    var alerts: [Alert] = []
    let all = all(in: events)
    for (number, rule) in rules.enumerated() {
      let (heard, muted) = (all[number], all[rules.count + number])
      // What is muted of a rule has a row only where nothing else has.
      let tally = heard.isEmpty ? muted : heard
      if tally.isEmpty { continue }
      var alert = alert(rule, tally, in: events)
      (alert.isMuted, alert.muted) = (heard.isEmpty, heard.isEmpty ? 0 : muted.counts.events)
      alerts.append(alert)
    }
    return alerts.sorted { left, right in
      if left.severity != right.severity { return left.severity > right.severity }
      if left.count != right.count { return left.count > right.count }
      return ExactString(left.rule) < ExactString(right.rule)
    }
  }

  private func alert(_ rule: Rule, _ tally: AlertTally, in events: borrowing StoredEvents) -> Alert {
    let accounts = AlertCounts.inOrder(Set(tally.counted.map { events.groups[$0].account }), events.strings)
    let principals = AlertCounts.inOrder(
      Set(tally.counted.map { events.groups[$0].principal }), events.strings)
    var alert = Alert(
      rule: rule.id, title: rule.title, severity: rule.level,
      count: tally.counts.events, first: tally.counts.first, last: tally.counts.last,
      accounts: accounts, principals: principals,
      eventIDs: tally.eventIDs(in: events))
    (alert.errors, alert.open) = (tally.counts.errors, tally.open)
    let groups = tally.groups.map { Alert.Group(values: $0.key, count: $0.value) }
    alert.groups = Array(groups.sorted(by: AlertCounts.isBefore).prefix(AlertCounts.groupLimit))
    return alert
  }

  /// Names by their bytes.
  private static func inOrder(_ names: Set<UInt32>, _ strings: Interner) -> [ExactString] {
    names.sorted { strings.isLess($0, $1) }.map { ExactString(strings[$0]) }
  }

  private static func isBefore(_ left: Alert.Group, _ right: Alert.Group) -> Bool {
    if left.count != right.count { return left.count > right.count }
    return left.values.lexicographicallyPrecedes(right.values) { ExactString($0) < ExactString($1) }
  }
}
