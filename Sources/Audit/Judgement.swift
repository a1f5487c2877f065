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
}

extension Judge {
  package func judgement(on event: EventView) -> Judgement {
    let (flags, matches) = judge(event)
    return Judgement(flags, matches)
  }
}
