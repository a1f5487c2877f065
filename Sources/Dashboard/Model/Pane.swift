/// A part of the screen.
package enum Pane: String, CaseIterable, Hashable, Sendable {
  case header, timeline, accounts, principals, actions, alerts, events, details, status

  /// The table shown in it, where it shows one.
  var table: TableKind? {
    switch self {
    case .accounts: .accounts
    case .principals: .principals
    case .actions: .actions
    case .alerts: .alerts
    case .header, .timeline, .events, .details, .status: nil
    }
  }
}

/// A table of things counted.
package enum TableKind: String, CaseIterable, Hashable, Sendable {
  case accounts, principals, actions, alerts

  var pane: Pane {
    switch self {
    case .accounts: .accounts
    case .principals: .principals
    case .actions: .actions
    case .alerts: .alerts
    }
  }

  var title: String {
    switch self {
    case .accounts: "Accounts"
    case .principals: "Principals"
    case .actions: "Actions"
    case .alerts: "Alerts"
    }
  }
}
