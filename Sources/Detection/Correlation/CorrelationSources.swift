import CloudTrail
import Query

/// The rules that correlations refer to, and what is remembered of the events that they match.
package struct CorrelationSources: Sendable {
  /// The correlations, each behind those that it refers to.
  package let correlations: [Correlation]
  /// Whether any event has to be looked at.
  package var isEmpty: Bool { correlations.isEmpty }

  private let rules: RuleMatcher
  /// The fields that some correlation groups by or counts.
  private let fields: [(name: String, text: RecordText)]
  /// Where a rule, by its place, is used.
  let usersOfRule: [[Use]]
  /// Where a correlation, by its place, is used.
  let usersOfCorrelation: [[Use]]

  /// One of a correlation's sources.
  struct Use: Sendable {
    let correlation: Int
    let source: Int
  }

  package init(_ correlations: [Correlation]) {
    self.correlations = correlations
    var rules: [Rule] = []
    var places: [String: Int] = [:]
    var usersOfRule: [[Use]] = []
    var usersOfCorrelation = [[Use]](repeating: [], count: correlations.count)
    for (place, correlation) in correlations.enumerated() {
      for (source, what) in correlation.sources.enumerated() {
        let use = Use(correlation: place, source: source)
        switch what {
        case .correlation(let other): usersOfCorrelation[other].append(use)
        case .rule(let rule):
          let index = places[rule.id] ?? rules.count
          if index == rules.count {
            places[rule.id] = index
            rules.append(rule)
            usersOfRule.append([])
          }
          usersOfRule[index].append(use)
        }
      }
    }
    self.rules = RuleMatcher(rules, context: EvaluationContext())
    (self.usersOfRule, self.usersOfCorrelation) = (usersOfRule, usersOfCorrelation)
    let names = Set(correlations.flatMap { ($0.groupBy + $0.fields).joined() })
    fields = names.sorted().map { ($0, RecordText(field: $0)) }
  }

  /// What is to be remembered of an event; nil where no rule matches it.
  package func observation<Asked: Subject & ~Copyable>(
    of subject: borrowing Asked, id: @autoclosure () -> String
  ) -> Observation? {
    let matches = rules.matches(subject)
    guard !matches.isEmpty else { return nil }
    var values: [String: String] = [:]
    _ = subject.withRecord { record in
      guard let record else { return false }
      for (name, text) in fields { values[name] = text.first(in: record) }
      return true
    }
    return Observation(time: subject.time, id: id(), fields: values, rules: matches)
  }
}
