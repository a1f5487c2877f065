import CloudTrail
import Detection
import Query

/// What the filter will say of an event once it is known which correlations it completes, and which silences follow it. Made while the
/// event's bytes are at hand, for events of which there may be any, where the filter asks about alerts.
struct FilterOutlook: Sendable {
  /// Which of the filter's questions about alerts a set of correlations answers with yes, and whether the event then passes.
  private var verdicts: [[Bool]: Bool] = [:]

  /// - Parameters:
  ///   - answers: for each correlation that the event may complete, what the filter's questions say of it.
  ///   - passes: whether the event passes with the correlations at these places of `answers` completed.
  init(_ answers: [[Bool]], passes: ([Int]) -> Bool) {
    guard let count = answers.first?.count else { return }
    // Correlations are told apart by what the filter asks alone, so there are no more cases than its questions make.
    var cases: [[Bool]: [Int]] = [[Bool](repeating: false, count: count): []]
    for (place, answer) in answers.enumerated() {
      for (known, places) in cases {
        let joined = FilterOutlook.joined(known, answer)
        if cases[joined] == nil { cases[joined] = places + [place] }
      }
    }
    for (answer, places) in cases { verdicts[answer] = passes(places) }
  }

  /// Whether the event passes where the completed correlations answer so; nil where that was not foreseen.
  func passes(_ answers: [[Bool]]) -> Bool? {
    guard let first = answers.first else { return nil }
    return verdicts[answers.dropFirst().reduce(first, FilterOutlook.joined)]
  }

  private static func joined(_ one: [Bool], _ other: [Bool]) -> [Bool] { zip(one, other).map { $0 || $1 } }
}

extension Judge {
  /// Nil where no correlation changes what the filter says.
  /// - Parameter isBeat: whether a silence of all events may follow it.
  func outlook(on event: EventView, _ matches: RuleSet.Matches, isBeat: Bool) -> FilterOutlook? {
    guard isBeat || !matches.sources.isEmpty else { return nil }
    let users = rules.correlations.users(of: matches.sources)
    let silences = isBeat ? rules.correlations.silencesOfAllEvents.filter { !users.contains($0) } : []
    let possible = (users + silences).map { rules.firstCorrelation + $0 }
    // Most filters ask nothing that concerns them.
    guard possible.contains(where: { answers($0).contains(true) }) else { return nil }
    return FilterOutlook(possible.map(answers)) { places in
      passes(event, RuleMatches(indices: matches.alerts.indices + places.map { possible[$0] }.sorted()))
    }
  }

  /// What the filter's questions about alerts say of a rule's.
  func answers(_ rule: Int) -> [Bool] {
    alertLeaves?.answers(rule: rules.rules[rule].id, severity: rules.rules[rule].level) ?? []
  }
}
