extension RuleSet {
  /// What an event matched. Handing it on costs one count of owners, and none where it is nothing.
  package struct Matches: Sendable {
    private final class Found: Sendable {
      let alerts: RuleMatches
      let sources: RuleMatches
      let sourcesOfDays: [Int]
      let sourcesOfEvents: RuleMatches

      init(_ alerts: RuleMatches, _ sources: RuleMatches, ofDays: [Int], ofEvents: RuleMatches) {
        (self.alerts, self.sources, sourcesOfDays, sourcesOfEvents) = (alerts, sources, ofDays, ofEvents)
      }
    }

    private let found: Found?

    private init(_ found: Found?) { self.found = found }

    package static let none = Matches(nil)

    /// - Parameters:
    ///   - alerts: as they are told in ``alerts``.
    ///   - sources: as they are told in ``sources``.
    ///   - correlations: whose the sources are.
    init(alerts: RuleMatches, sources: RuleMatches, of correlations: CorrelationSources) {
      found =
        alerts.isEmpty && sources.isEmpty
        ? nil
        : Found(
          alerts, sources, ofDays: sources.indices.filter(correlations.takesDays),
          ofEvents: RuleMatches(indices: sources.indices.filter { !correlations.takesDays(of: $0) }))
    }

    /// The rules that make it an alert.
    package var alerts: RuleMatches { found?.alerts ?? .none }
    /// The rules that correlations refer to, by their place in ``CorrelationSources``.
    package var sources: RuleMatches { found?.sources ?? .none }
    /// Of the ``sources`` those of whose events days tell all that correlations ask.
    package var sourcesOfDays: [Int] { found?.sourcesOfDays ?? [] }
    /// The other ``sources``.
    package var sourcesOfEvents: RuleMatches { found?.sourcesOfEvents ?? .none }
  }
}
