import CloudTrail
import Query
import State

/// Decisions as the state keeps them, and back.
extension AlertDecision {
  /// Nil for what a later version may have kept and this one does not know.
  package init?(_ kept: AlertDecisionRecord) {
    guard let scope = AlertScope(rule: kept.rule, groupKey: kept.group) else { return nil }
    let limit = kept.limit.map(Timestamp.init(milliseconds:))
    let kind: Kind
    switch (kept.kind, limit) {
    case ("acknowledged", let through?): kind = .acknowledged(through: through)
    case ("muted", let until): kind = .muted(until: until)
    default: return nil
    }
    self.init(
      scope: scope, kind: kind, reason: kept.reason, decidedAt: Timestamp(milliseconds: kept.decidedAt))
  }

  package var kept: AlertDecisionRecord {
    let limit: Timestamp? =
      switch kind {
      case .acknowledged(let through): through
      case .muted(let until): until
      }
    return AlertDecisionRecord(
      rule: scope.rule, group: scope.groupKey, kind: kind.name, reason: reason,
      decidedAt: decidedAt.milliseconds, limit: limit?.milliseconds)
  }
}
