import CloudTrail
import Detection

/// What is settled about an event before anything is told of it: the rules it matched, and whether it counts.
package struct Judgement: Sendable {
  package let matches: RuleSet.Matches
  private let flags: Row.Flags

  init(_ flags: Row.Flags, _ matches: RuleSet.Matches) { (self.flags, self.matches) = (flags, matches) }

  /// Whether the event counts.
  /// - Parameter isCompleting: whether it completes a correlation, which brings it into scope: an alert is never out of scope.
  package func counts(isCompleting: Bool) -> Bool {
    (isCompleting ? flags.union(.inScope) : flags).isCounted
  }

  /// Whether the event counts where the filter says so of it as an alert.
  func counts(isCompleting: Bool, passes: Bool) -> Bool {
    var flags = flags
    if isCompleting { flags.insert(.inScope) }
    if passes { flags.insert(.passesFilter) } else { flags.remove(.passesFilter) }
    return flags.isCounted
  }
}

extension Judge {
  package func judgement(on event: EventView) -> Judgement {
    let (flags, matches) = judge(event)
    return Judgement(flags, matches)
  }

  /// Whether an event counts that completes these correlations, by their places among the rules.
  package func counts(_ event: EventView, _ judgement: Judgement, completing completed: [Int]) -> Bool {
    guard asksAboutAlerts, !completed.isEmpty else {
      return judgement.counts(isCompleting: !completed.isEmpty)
    }
    let alerts = RuleMatches(indices: judgement.matches.alerts.indices + Set(completed).sorted())
    return judgement.counts(isCompleting: true, passes: passes(event, alerts))
  }
}
