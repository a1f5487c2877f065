import CloudTrail
import Query

/// Rules that are asked of every event, and correlations of what they match.
///
/// A class, so that handing it on costs nothing for every event.
package final class RuleSet: Sendable {
  /// The rules in the order given, then one for each correlation, which no event matches alone.
  package let rules: [Rule]
  /// What correlations remember of events; correlation number n is the rule at ``firstCorrelation`` + n.
  package let correlations: CorrelationSources
  package let firstCorrelation: Int

  let matcher: RuleMatcher

  /// Prepares the rules; account names are those of `context` at this moment.
  /// - Parameter countries: says which country an address is of; without it correlations that ask are quiet.
  package init(
    _ rules: [Rule], correlations: [Correlation] = [], context: EvaluationContext = EvaluationContext(),
    countries: CountryDatabase? = nil
  ) {
    self.rules = rules + correlations.map(\.rule)
    self.correlations = CorrelationSources(correlations, countries: countries)
    firstCorrelation = rules.count
    matcher = RuleMatcher(rules, self.correlations, context: context)
  }

  /// The rules that match an event, in scope or not.
  package func matches(_ event: EventView) -> Matches {
    matcher.matches(event)
  }

  /// What the records satisfy that may raise an alert, by themselves or with others.
  package var wanted: Predicate {
    .disjunction(rules.prefix(firstCorrelation).map(\.wanted) + correlations.wanted)
  }

  /// What correlations remember of an event; nil where it is nothing to them.
  package func observation(
    of event: EventView, id: @autoclosure () -> String, matches: Matches
  ) -> Observation? {
    if matches.sources.isEmpty { return nil }
    return correlations.observation(of: event, id: id(), matches: matches.sources)
  }
}
