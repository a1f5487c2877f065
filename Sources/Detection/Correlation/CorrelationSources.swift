import CloudTrail
import Query

/// The rules that correlations refer to, and what is remembered of the events that they match.
package struct CorrelationSources: Sendable {
  /// The correlations, each behind those that it refers to.
  package let correlations: [Correlation]
  /// Whether any event has to be looked at.
  package var isEmpty: Bool { correlations.isEmpty }
  /// Whether a silence is to be told of every event.
  package var awaitsBeats: Bool { !silences.isEmpty }

  /// The rules that some correlation refers to.
  let rules: [Rule]
  /// By rule, the fields that the correlations it is used by group by or count.
  private let fields: [[(name: String, text: ObservedField)]]
  /// By rule, whether days of what its events are counted by tell all that correlations ask of them.
  let isOfDays: [Bool]
  /// Where a rule, by its place, is used.
  private(set) var usersOfRule: [[Use]]
  /// Where a correlation, by its place, is used.
  let usersOfCorrelation: [[Use]]

  /// The places of the silences.
  private(set) var silences: [Int]
  /// The places of those that any event ends.
  package var silencesOfAllEvents: [Int] { silences.filter { correlations[$0].isOfAllEvents } }
  /// By correlation, what it has learnt is kept by.
  let learntNames: [String]

  /// One of a correlation's sources.
  struct Use: Sendable {
    let correlation: Int
    let source: Int
  }

  /// - Parameter countries: says which country an address is of.
  init(_ correlations: [Correlation], countries: CountryDatabase? = nil) {
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
    self.rules = rules
    silences = correlations.indices.filter { correlations[$0].kind == .silence }
    learntNames = correlations.map { $0.kind.learns ? $0.learntName : $0.id }
    (self.usersOfRule, self.usersOfCorrelation) = (usersOfRule, usersOfCorrelation)
    let names = CorrelationSources.names(correlations, usersOfRule, usersOfCorrelation)
    isOfDays = zip(names, usersOfRule).map { names, uses in
      names.isSubset(of: ObservedNames.fields) && uses.allSatisfy { correlations[$0.correlation].takesDays }
    }
    fields = names.map { $0.sorted().map { ($0, ObservedField($0, countries: countries)) } }
  }

  /// The same, as if there were only some of the correlations.
  /// - Parameter places: where they are; none of them is of another's alerts.
  func only(_ places: Set<Int>) -> CorrelationSources {
    var part = self
    part.usersOfRule = usersOfRule.map { $0.filter { places.contains($0.correlation) } }
    part.silences = silences.filter(places.contains)
    return part
  }

  /// What the records satisfy that correlations are of.
  package var wanted: [Predicate] { rules.map(\.wanted) }

  /// By rule, the names of the fields asked for by correlations of it, of those correlations, and so on.
  private static func names(
    _ correlations: [Correlation], _ usersOfRule: [[Use]], _ usersOfCorrelation: [[Use]]
  ) -> [Set<String>] {
    // Each correlation stands behind those that it refers to, so this ends.
    func allNames(_ uses: [Use]) -> Set<String> {
      uses.reduce(into: []) { names, use in
        let correlation = correlations[use.correlation]
        names.formUnion(correlation.groupBy[use.source])
        if correlation.kind.looksAtValues { names.formUnion(correlation.fields[use.source]) }
        names.formUnion(allNames(usersOfCorrelation[use.correlation]))
      }
    }
    return usersOfRule.map(allNames)
  }

  /// What is to be remembered of an event that matched some of ``rules``.
  package func observation(of event: EventView, id: String, matches: RuleMatches) -> Observation {
    Observation(time: event.time, id: id, fields: values(of: event, matches), rules: matches)
  }

  private func values(of event: EventView, _ matches: RuleMatches) -> [String: String] {
    var values: [String: String] = [:]
    _ = event.withRecord { record in
      guard let record else { return false }
      for rule in matches.indices {
        for (name, text) in fields[rule] where values[name] == nil {
          values[name] = text.value(in: record, of: event)
        }
      }
      return true
    }
    return values
  }

  /// The places of the correlations that events of some of ``rules`` may complete: theirs, those of these, and so on.
  package func users(of matches: RuleMatches) -> [Int] {
    var found: Set<Int> = []
    var open = matches.indices.flatMap { usersOfRule[$0] }
    while let use = open.popLast() {
      if found.insert(use.correlation).inserted { open += usersOfCorrelation[use.correlation] }
    }
    return found.sorted()
  }

  /// Why a correlation alerted.
  package func words(of alert: CorrelationAlert) -> String {
    correlations[alert.correlation].words(alert.reason, group: alert.group)
  }

  // MARK: From one run to the next

  /// The ids of the rules that an event matched: their places are another run's to give anew.
  package func ruleIDs(of observed: Observation) -> [String] {
    observed.rules.indices.map { rules[$0].id }
  }

  /// Whether the next run needs an event: what was learnt of it is kept otherwise.
  package func isNeededLater(_ observed: Observation) -> Bool {
    observed.rules.indices.contains { rule in
      usersOfRule[rule].contains { !correlations[$0.correlation].kind.learns }
    }
  }

  /// What an earlier run remembered of an event; nil where no correlation is of its rules any more.
  package func observation(
    time: Timestamp, id: String, fields: [String: String], ruleIDs: [String]
  ) -> Observation? {
    let places = rules.indices.filter { ruleIDs.contains(rules[$0].id) }
    guard !places.isEmpty else { return nil }
    return Observation(time: time, id: id, fields: fields, rules: RuleMatches(indices: places))
  }

  /// How long what is learnt matters, in milliseconds, by what it is kept by.
  package var learningMemory: [String: Int64] {
    let learning = correlations.indices.filter { correlations[$0].kind.learns }
    return Dictionary(
      learning.map { (learntNames[$0], correlations[$0].timespan + CorrelationEngine.lateness) },
      uniquingKeysWith: max)
  }

  /// How far back from the newest event any is needed, in milliseconds.
  package var memory: Int64 {
    let spans = correlations.filter { !$0.kind.learns }.map(\.timespan)
    return CorrelationEngine.lateness + (spans.max() ?? 0)
  }
}

extension Correlation {
  /// Whether a day's events that are alike to it are told by the first and the last of them.
  fileprivate var takesDays: Bool { kind == .firstSeen && timespan >= ObservedDay.length }
}

extension SigmaCorrelation.Kind {
  /// Whether ``Correlation/fields`` mean something.
  fileprivate var looksAtValues: Bool { self == .valueCount || self == .firstSeen }
}
