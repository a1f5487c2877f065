import CloudTrail
import Detection
import Query

/// What was decided about the alerts of rows, asked by numbers: for each row that a rule matched, and for no other.
struct DecidedAlerts {
  /// By rule number; nil for a rule that nothing was decided about.
  private let rules: [AlertDecisions.OfRule?]
  private let isEmpty: Bool
  /// By rule number.
  private let levels: [Severity]
  /// By alert set number; nil for the empty one.
  private let worst: [Severity?]

  init(_ decisions: AlertDecisions, rules: [Rule], sets: AlertSets) {
    isEmpty = decisions.isEmpty
    self.rules = decisions.isEmpty ? [] : rules.map { decisions.decided(about: $0.id) }
    let levels = rules.map(\.level)
    worst = sets.sets.map { set in set.indices.map { levels[$0] }.max() }
    self.levels = levels
  }

  /// Whether something was decided about alerts of a rule, by its number.
  func isDecided(_ rule: Int) -> Bool { !isEmpty && rules[rule] != nil }

  /// What was decided about the alert that a row is for a rule, by its number.
  func state(of rule: Int, _ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) -> AlertState {
    guard !isEmpty, let decided = rules[rule] else { return .open }
    // One that is an alert of several groups is as open as the most open of them.
    return events.alertGroups(of: rule, row, core).map { decided.state(of: $0, at: core.time) }.min() ?? .open
  }

  /// The worst severity among the alerts that a row is and that are not muted; nil where it is none.
  @inline(__always)
  func worst(_ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) -> Severity? {
    guard !isEmpty, core.alerts != 0 else { return worst[Int(core.alerts)] }
    return worstUnmuted(row, core, in: events)
  }

  private func worstUnmuted(_ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) -> Severity? {
    let matched = events.alertSets.sets[Int(core.alerts)].indices
    var worst: Severity?
    for rule in matched where state(of: rule, row, core, in: events) != .muted {
      worst = max(worst ?? levels[rule], levels[rule])
    }
    return worst
  }

  /// The row without its alerts, where all of them are muted.
  @inline(__always)
  func unmuted(_ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) -> Row.Core {
    guard !isEmpty, core.alerts != 0 else { return core }
    return withoutMuted(row, core, in: events)
  }

  private func withoutMuted(_ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) -> Row.Core {
    var core = core
    let matched = events.alertSets.sets[Int(core.alerts)].indices
    if matched.allSatisfy({ state(of: $0, row, core, in: events) == .muted }) { core.alerts = 0 }
    return core
  }
}

extension StoredEvents {
  /// What the alerts that a row is for a rule are told apart by: of a correlation the values that it groups by, of any other rule the
  /// account and the principal.
  func alertGroups(of rule: Int, _ row: Int, _ core: Row.Core) -> [[String]] {
    if let raised = raised[row]?.filter({ $0.rule == rule }), !raised.isEmpty { return raised.map(\.group) }
    let group = groups[core.group]
    return [[strings[group.account], strings[group.principal]]]
  }
}
