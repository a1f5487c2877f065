import CloudTrail
import Detection
import Query

/// What was decided about the alerts of rows, asked by numbers: for each row that a rule matched, and for no other.
struct DecidedAlerts {
  /// By rule number; nil for a rule that nothing was decided about.
  private let rules: [AlertDecisions.OfRule?]
  private let isEmpty: Bool

  init(_ decisions: AlertDecisions, rules: [Rule]) {
    isEmpty = decisions.isEmpty
    self.rules = decisions.isEmpty ? [] : rules.map { decisions.decided(about: $0.id) }
  }

  /// What was decided about the alert that a row is for a rule, by its number.
  func state(of rule: Int, _ row: Int, _ core: Row.Core, in events: borrowing StoredEvents) -> AlertState {
    guard !isEmpty, let decided = rules[rule] else { return .open }
    // One that is an alert of several groups is as open as the most open of them.
    return events.alertGroups(of: rule, row, core).map { decided.state(of: $0, at: core.time) }.min() ?? .open
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
