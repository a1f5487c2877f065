import CloudTrail
import Query

/// Something in a policy that a reader must not miss.
package struct PolicyFinding: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Every action on every resource: `*:*`.
    case everything
    /// Every action, on what the statement names.
    case everyAction
    /// `iam:PassRole`; wide when for any role.
    case passRole(isWide: Bool)
    /// `NotAction` with Allow: all but what is named.
    case everyActionBut
    /// `NotResource` with Allow.
    case everyResourceBut
    /// The principal `*`.
    case anyone
    /// `NotPrincipal` with Allow.
    case everyoneBut
    /// A principal of an account that is neither the event's own nor a known one.
    case foreignAccount(String)

    /// How bad it is where no condition narrows it.
    package var severity: Severity {
      switch self {
      case .everything, .anyone, .everyoneBut: .critical
      case .everyAction, .passRole(isWide: true), .everyActionBut, .foreignAccount: .high
      case .passRole(isWide: false), .everyResourceBut: .medium
      }
    }
  }

  /// Where it stands.
  struct Place: Hashable, Sendable {
    /// The statement's number from 0.
    var statement: Int
    /// `Action`, `Principal`, …
    var element: String
    /// The value that gives rise to it; nil for the element as a whole.
    var value: ExactString?
  }

  package let kind: Kind
  /// The statement has a condition: it may hold for fewer than it seems.
  package let isConditional: Bool
  let place: Place

  /// How bad it is: a condition makes it one step less.
  package var severity: Severity {
    guard isConditional else { return kind.severity }
    return Severity(rawValue: kind.severity.rawValue - 1) ?? kind.severity
  }
}
