import Audit
import CloudTrail
import Query

/// Which alerts a decision is about.
extension Model {
  /// On the alerts pane the selected rule's; on an event those of the worst rule that it matched, of the event's own group. Nil where no
  /// alert is looked at.
  var alertLookedAt: AlertTarget? {
    if page != nil { return nil }
    switch focus {
    case .alerts: return selectedAlert
    case .events, .details: return rowLookedAt.flatMap(alert(of:))
    default: return nil
    }
  }

  private var selectedAlert: AlertTarget? {
    let table = state(of: .alerts)
    guard let key = table.selected, let row = table.rows.first(where: { $0.key == key }) else { return nil }
    var target = AlertTarget(
      rule: key.string, title: row.name, scopes: scopes(of: key.string, row), chosen: 0, last: row.last,
      state: row.state)
    // Narrowed to one group's alerts, a person means these.
    if row.groups.count == 1, predicate(for: .alerts) != nil { target.chosen = 1 }
    return target
  }

  private func alert(of event: EventRow) -> AlertTarget? {
    let matched = event.rules.map { settings.rule($0) ?? Settings.Rule(id: $0, title: $0) }
    guard let rule = matched.max(by: { $0.severity < $1.severity }) else { return nil }
    let row = state(of: .alerts).rows.first { $0.key == ExactString(rule.id) }
    var target = AlertTarget(
      rule: rule.id, title: rule.title, scopes: [AlertScope(rule: rule.id)], chosen: 0,
      last: max(event.time, row?.last ?? event.time))
    if rule.isCorrelation {
      // Only the rule knows what it groups by, and an event only its own account and principal.
      target.scopes = scopes(of: rule.id, row)
    } else {
      let group = [event.account, event.principal]
      target.scopes.append(AlertScope(rule: rule.id, group: group))
      target.chosen = 1
      target.state = decisions.state(of: rule.id, group: group, at: event.time)
    }
    return target
  }

  private func scopes(of rule: String, _ row: TableRow?) -> [AlertScope] {
    [AlertScope(rule: rule)] + (row?.groups ?? []).map { AlertScope(rule: rule, group: $0.values) }
  }

  /// A scope in words: `all of it`, `payments user/ana`.
  func words(for scope: AlertScope) -> String {
    guard let group = scope.group else { return "all of it" }
    guard settings.rule(scope.rule)?.isCorrelation != true, group.count == 2 else {
      return group.joined(separator: " ")
    }
    return "\(settings.accountName(group[0])) \(ShownPrincipal.form(of: group[1]))"
  }
}
