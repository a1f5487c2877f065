import Audit
import CloudTrail
import Detection
import Digest
import Query

/// A rule that matched, as it is told: once, with all that whoever is called out needs.
package struct RaisedAlert: Sendable {
  package let rule: Rule
  /// What the rule's alerts are told apart by: of a correlation the values it groups by, of any other rule the account and the principal.
  package let group: [String]
  /// The ids of its events, oldest first, as far as they have one.
  package let eventIDs: [String]
  /// When the earliest of them happened, and the latest.
  package let first: Timestamp
  package let last: Timestamp
  /// The event that raised it; of a correlation the one that completed it.
  package let event: EventLine
  /// Why a correlation alerted, in words with values as records have them; nil of any other rule.
  package let reason: String?
  /// The same for the same alert in every run, also where it is found again: 32 hexadecimal digits.
  package let id: String

  /// - Parameter key: what tells the event that raised it from all others, in every run.
  init(
    rule: Rule, group: [String], key: String, eventIDs: [String], span: ClosedRange<Timestamp>,
    event: EventLine, reason: String? = nil
  ) {
    (self.rule, self.group, self.eventIDs, self.event) = (rule, group, eventIDs, event)
    self.reason = reason
    (first, last) = (span.lowerBound, span.upperBound)
    id = RaisedAlert.id(rule: rule.id, group: group, key: key)
  }

  /// What else is decided about with it, and what it is known by in the ledger.
  package var scope: AlertScope { AlertScope(rule: rule.id, group: group) }

  /// The digest of the rule, the group and the event. Of a correlation the event that completed it stands for all: which others are still
  /// known differs between runs.
  private static func id(rule: String, group: [String], key: String) -> String {
    let digest = SHA256(of: AlertScope.spelled([rule, key] + group).utf8)
    return String(digest.description.prefix(32))
  }
}
