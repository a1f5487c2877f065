import Query

/// Runs correlations over events, in event time: events may come late, out of order and twice.
package struct CorrelationEngine: Sendable {
  /// How much later than its group's newest event one may come, in milliseconds: EventBridge tries for a day (FACTS, EventBridge:
  /// "retried up to 24 h").
  package static let lateness: Int64 = 24 * 3600 * 1000
  /// The most groups of one correlation that are remembered; those without news the longest are forgotten first.
  static let mostGroups = 100_000

  private(set) var sources: CorrelationSources
  let lateness: Int64
  /// By correlation, then by the values that it groups by.
  var groups: [[[String]: CorrelationWindow]]
  /// By correlation, what a first_seen knows.
  var firstSeen: [FirstSeenMemory]
  /// By correlation, what a silence knows.
  var silence: [SilenceMemory]
  /// Of all events that silences are told of the newest, in milliseconds.
  var watermark = Int64.min
  var arrivals = SourceArrivals()
  var clock = SilenceClock()
  /// Events come in the order of time.
  package var isInOrder: Bool
  /// What was learnt since it was last asked for; nil where nobody asks.
  var learnt: Learnt?
  /// By correlation, the groups of which a silence has learnt something since: what that is takes time to tell.
  var changed: [Int: Set<[String]>] = [:]

  /// - Parameters:
  ///   - keepsLearnt: whether ``takeLearnt()`` will be asked.
  ///   - isInOrder: whether events come in the order of time.
  package init(
    _ sources: CorrelationSources, lateness: Int64 = CorrelationEngine.lateness, keepsLearnt: Bool = false,
    isInOrder: Bool = false
  ) {
    self.isInOrder = isInOrder
    silence = [SilenceMemory](repeating: SilenceMemory(), count: sources.correlations.count)
    (self.sources, self.lateness) = (sources, lateness)
    groups = [[[String]: CorrelationWindow]](repeating: [:], count: sources.correlations.count)
    firstSeen = [FirstSeenMemory](repeating: FirstSeenMemory(), count: sources.correlations.count)
    learnt = keepsLearnt ? Learnt() : nil
  }

  /// The engine as if there were only these of its correlations, with nothing that it learnt waiting to be asked for.
  func only(_ sources: CorrelationSources) -> CorrelationEngine {
    var part = self
    part.sources = sources
    part.learnt = learnt.map { _ in Learnt() }
    return part
  }

  /// Takes an event; says which correlations it completes.
  package mutating func take(_ event: Observation) -> [CorrelationAlert] {
    let rules = event.rules.indices
    // Most events are of one rule, and that one of one correlation.
    if rules.count == 1, sources.usersOfRule[rules[0]].count <= 1 {
      guard let use = sources.usersOfRule[rules[0]].first else { return [] }
      return take(event, [use.source], for: use.correlation)
    }
    var uses: [Int: [Int]] = [:]
    for rule in rules {
      for use in sources.usersOfRule[rule] { uses[use.correlation, default: []].append(use.source) }
    }
    var alerts: [CorrelationAlert] = []
    for (place, used) in uses.sorted(by: { $0.key < $1.key }) { alerts += take(event, used, for: place) }
    return alerts
  }

  private mutating func take(_ event: Observation, _ used: [Int], for place: Int) -> [CorrelationAlert] {
    switch sources.correlations[place].kind {
    case .firstSeen: return takeNew(event, used, for: place)
    case .silence: return takeSign(event, used, for: place)
    default: break
    }
    // Asked where it stands: taking all of it out for each event would cost more than what is asked.
    let counts = sources.correlations[place].kind == .valueCount
    // Of one group each. Most often there is one source, and so one group.
    var entries: [(key: [String], entry: CorrelationWindow.Entry)] = []
    for source in used {
      // An event that lacks a field is in no group, and one without a value is not counted.
      guard let key = event.values(of: sources.correlations[place].groupBy[source]) else { continue }
      let value = counts ? event.values(of: sources.correlations[place].fields[source]) : nil
      if counts, value == nil { continue }
      let bit: UInt64 = 1 << UInt64(source)
      if let known = entries.firstIndex(where: { $0.key == key }) {
        entries[known].entry.sources |= bit
      } else {
        entries.append((key, .init(event: event, sources: bit, value: value)))
      }
    }
    var alerts: [CorrelationAlert] = []
    for (key, entry) in entries {
      makeRoom(for: key, in: place)
      let windows = groups[place][key, default: CorrelationWindow()]
        .insert(entry, of: sources.correlations[place], lateness: lateness)
      for window in windows { alerts += raise(window, key, place) }
    }
    return alerts
  }

  /// The alert of a window, and those of correlations that it is an event for.
  private mutating func raise(
    _ window: ArraySlice<CorrelationWindow.Entry>, _ key: [String], _ place: Int
  ) -> [CorrelationAlert] {
    guard let first = window.first, let last = window.last else { return [] }
    var alerts = [
      CorrelationAlert(
        correlation: place, event: last.event, group: key, first: first.event.time,
        eventIDs: window.suffix(CorrelationAlert.mostEvents).map(\.event.id),
        reason: .window(WindowReason(window)))
    ]
    for use in sources.usersOfCorrelation[place] {
      alerts += take(last.event, [use.source], for: use.correlation)
    }
    return alerts
  }

  private mutating func makeRoom(for key: [String], in place: Int) {
    guard groups[place].count >= CorrelationEngine.mostGroups, groups[place][key] == nil else { return }
    let times = groups[place].values.map(\.newest).sorted()
    let middle = times[times.count / 2]
    groups[place] = groups[place].filter { $0.value.newest > middle }
  }
}
