import CloudTrail

/// What somebody decided about alerts, and why.
package struct AlertDecision: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Somebody knows of what happened until then; what happens later is news again.
    case acknowledged(through: Timestamp)
    /// Nobody is to hear of it: of what happens before then, or for good.
    case muted(until: Timestamp?)

    /// Its name in the state file.
    package var name: String {
      switch self {
      case .acknowledged: "acknowledged"
      case .muted: "muted"
      }
    }
  }

  package var scope: AlertScope
  package var kind: Kind
  package var reason: String
  package var decidedAt: Timestamp
  /// It stands in the configuration, where alone it can be taken back.
  package var isConfigured = false

  package init(
    scope: AlertScope, kind: Kind, reason: String, decidedAt: Timestamp, isConfigured: Bool = false
  ) {
    (self.scope, self.kind, self.reason) = (scope, kind, reason)
    (self.decidedAt, self.isConfigured) = (decidedAt, isConfigured)
  }

  package var isMute: Bool { if case .muted = kind { true } else { false } }
}

/// What has been decided about an alert.
package enum AlertState: Int, Comparable, Sendable {
  /// Nothing yet.
  case open
  case acknowledged
  case muted

  package static func < (left: AlertState, right: AlertState) -> Bool { left.rawValue < right.rawValue }
}
