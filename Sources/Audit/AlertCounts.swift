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
    /// What the events were counted together by.
    var counted: Set<UInt32> = []
    /// Events by what alerts of the rule are told apart by.
    var groups: [[String]: Int] = [:]
    /// The first by (time, id); kept as a sorted list of at most ``AlertCounts/eventIDLimit``.
    var ids: [(time: Timestamp, id: ExactString)] = []

    mutating func add(_ row: Int, _ core: Row.Core, isOpen: Bool, in events: borrowing StoredEvents) {
      counts.add(core.time, isError: core.flags.contains(.error), hasAlert: true)
      if isOpen { open += 1 }
      counted.insert(core.group)
      if hasRoom(for: core.time), let id = events.eventID(row) { insert(core.time, ExactString(id)) }
    }

    /// Whether an event of this time may be among the first: its id is written out only then.
    private func hasRoom(for time: Timestamp) -> Bool {
      ids.count < AlertCounts.eventIDLimit || ids.last.map { time <= $0.time } ?? true
    }

    private mutating func insert(_ time: Timestamp, _ id: ExactString) {
      // From the end: most events come in nearly the order of time.
      var place = ids.count
      while place > 0, (time.milliseconds, id) < (ids[place - 1].time.milliseconds, ids[place - 1].id) {
        place -= 1
      }
      guard place < AlertCounts.eventIDLimit else { return }
      ids.insert((time, id), at: place)
      if ids.count > AlertCounts.eventIDLimit { ids.removeLast() }
    }
  }

  private let decided: DecidedAlerts
  private let listsGroups: Bool
  /// By rule, then by rule again for the matches that are muted, where the tally is; -1 where nothing is counted.
  private var places: [Int]
  private var tallies: [Tally] = []

  /// - Parameters:
  ///   - rules: how many there are.
  ///   - listsGroups: whether the rows name their groups.
  init(_ decided: DecidedAlerts, rules: Int, listsGroups: Bool) {
    (self.decided, self.listsGroups) = (decided, listsGroups)
    places = [Int](repeating: -1, count: 2 * rules)
  }

  /// Counts a row that rules matched.
  mutating func add(_ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) {
    for rule in events.alertSets.sets[Int(core.alerts)].indices {
      let state = decided.state(of: rule, row, core, in: events)
      let number = state == .muted ? places.count / 2 + rule : rule
      if places[number] < 0 {
        places[number] = tallies.count
        tallies.append(Tally())
      }
      // Changed where it lies: every event may be an alert of several rules.
      tallies[places[number]].add(row, core, isOpen: state == .open, in: events)
      guard listsGroups else { continue }
      for group in events.alertGroups(of: rule, row, core) {
        tallies[places[number]].groups[group, default: 0] += 1
      }
    }
  }

  private func tally(_ number: Int) -> Tally? { places[number] < 0 ? nil : tallies[places[number]] }

  /// The rows, by severity and count descending, then by the rule's bytes.
  func rows(of rules: [Rule], in events: borrowing StoredEvents) -> [Alert] {
    var alerts: [Alert] = []
    for (number, rule) in rules.enumerated() {
      let (heard, muted) = (tally(number), tally(rules.count + number))
      // What is muted of a rule has a row only where nothing else has.
      guard let tally = heard ?? muted else { continue }
      var alert = alert(rule, tally, in: events)
      (alert.isMuted, alert.muted) = (heard == nil, heard == nil ? 0 : muted?.counts.events ?? 0)
      alerts.append(alert)
    }
    return alerts.sorted { left, right in
      if left.severity != right.severity { return left.severity > right.severity }
      if left.count != right.count { return left.count > right.count }
      return ExactString(left.rule) < ExactString(right.rule)
    }
  }

  private func alert(_ rule: Rule, _ tally: Tally, in events: borrowing StoredEvents) -> Alert {
    let accounts = Set(tally.counted.map { events.groups[$0].account })
    let principals = Set(tally.counted.map { events.groups[$0].principal })
    var alert = Alert(
      rule: rule.id, title: rule.title, severity: rule.level,
      count: tally.counts.events, first: tally.counts.first, last: tally.counts.last,
      accounts: accounts.map { ExactString(events.strings[$0]) }.sorted(),
      principals: principals.map { ExactString(events.strings[$0]) }.sorted(),
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
