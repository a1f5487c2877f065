import CloudTrail
import Query

/// Rules that are asked of every event, and correlations of what they match.
package struct RuleSet: Sendable {
  /// The rules in the order given, then one for each correlation, which no event matches alone.
  package let rules: [Rule]
  /// What correlations remember of events; correlation number n is the rule at ``firstCorrelation`` + n.
  package let correlations: CorrelationSources
  package let firstCorrelation: Int

  private let matcher: RuleMatcher

  /// Prepares the rules; account names are those of `context` at this moment.
  package init(
    _ rules: [Rule], correlations: [Correlation] = [], context: EvaluationContext = EvaluationContext()
  ) {
    self.rules = rules + correlations.map(\.rule)
    self.correlations = CorrelationSources(correlations)
    firstCorrelation = rules.count
    matcher = RuleMatcher(rules, context: context)
  }

  /// The rules that match an event, in scope or not.
  package func matches<Asked: Subject & ~Copyable>(_ subject: borrowing Asked) -> RuleMatches {
    matcher.matches(subject)
  }
}
