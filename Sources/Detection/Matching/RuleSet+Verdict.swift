extension RuleSet {
  /// What an event matched, by the number that a ``RuleMemo`` gives it: of most events it is what others matched too, and a number has no
  /// owners to count.
  package struct Verdict: BitwiseCopyable, Sendable {
    package let number: UInt32
    /// Whether the rules make it an alert.
    package let isAlert: Bool
    /// Whether correlations refer to some of the rules.
    package let isObserved: Bool
    /// Whether they are to know more of the event than days tell: see ``RuleSet/Matches/sourcesOfEvents``.
    package let isObservedItself: Bool

    /// No rule matched.
    package static let none = Verdict(number: 0, .none)

    init(number: UInt32, _ matches: Matches) {
      (self.number, isAlert, isObserved) = (number, !matches.alerts.isEmpty, !matches.sources.isEmpty)
      isObservedItself = !matches.sourcesOfEvents.isEmpty
    }
  }
}
