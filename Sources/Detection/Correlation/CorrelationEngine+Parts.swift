import Cores

extension CorrelationEngine {
  /// Takes what was put in order, on all cores; says which correlations it completes, in that order and then that of the correlations.
  /// - Parameter threads: the most that work on it.
  package mutating func take(
    _ turns: CorrelationTurns, threads: Int = Cores.count
  ) -> [CorrelationAlert] {
    let parts = sources.parts(min(threads, CorrelationPart.most), for: turns)
    let told = parts.mapOnAllCores { [self] part in part.told(turns, by: self) }
    for (part, told) in zip(parts, told) { join(part, of: told.engine) }
    return told.flatMap(\.alerts).sorted {
      ($0.turn, $0.alert.correlation) < ($1.turn, $1.alert.correlation)
    }
    .map(\.alert)
  }

  /// Takes over what a part of the correlations knows by now.
  private mutating func join(_ part: CorrelationPart, of engine: CorrelationEngine) {
    for place in part.correlations {
      groups[place] = engine.groups[place]
      firstSeen[place] = engine.firstSeen[place]
      silence[place] = engine.silence[place]
      changed[place] = engine.changed[place]
    }
    if part.sources.awaitsBeats { (watermark, arrivals) = (engine.watermark, engine.arrivals) }
    if let new = engine.learnt { learnt?.formUnion(new) }
  }
}

/// Correlations that have nothing to do with the others, so that another thread can be told for these.
private struct CorrelationPart: Sendable {
  /// The most parts: rules know theirs by a bit each.
  static let most = UInt64.bitWidth

  let correlations: [Int]
  let sources: CorrelationSources
  /// The turns of what they are told, ascending.
  let turns: [Int]

  /// What an engine's part knows in the end, and the alerts with the turns that completed them.
  func told(
    _ all: CorrelationTurns, by whole: CorrelationEngine
  ) -> (engine: CorrelationEngine, alerts: [(turn: Int, alert: CorrelationAlert)]) {
    var engine = whole.only(sources)
    var alerts: [(turn: Int, alert: CorrelationAlert)] = []
    for turn in turns {
      let completed =
        switch all.order[turn] {
        case .beat(let place): engine.take(all.beats[place])
        case .event(let place): engine.take(all.events[place])
        case .day(let place): engine.take(all.days[place])
        }
      for alert in completed { alerts.append((turn, alert)) }
    }
    return (engine, alerts)
  }
}

extension CorrelationSources {
  /// The correlations that are told anything in these turns, in at most so many parts of about as much work each.
  fileprivate func parts(_ most: Int, for turns: CorrelationTurns) -> [CorrelationPart] {
    let parts = placesOfParts(most, for: turns)
    let (ofRule, ofBeats) = partsOfTurns(parts)
    var told = [[Int]](repeating: [], count: parts.count)
    for (turn, what) in turns.order.enumerated() {
      var left =
        switch what {
        case .beat: ofBeats
        case .event(let place): turns.events[place].rules.indices.reduce(0) { $0 | ofRule[$1] }
        case .day(let place): ofRule[turns.days[place].rule]
        }
      while left != 0 {
        told[left.trailingZeroBitCount].append(turn)
        left &= left - 1
      }
    }
    return zip(parts, told).map { CorrelationPart(correlations: $0, sources: only(Set($0)), turns: $1) }
  }

  /// By rule, and of beats, the parts that are told of it, a bit each.
  private func partsOfTurns(_ parts: [[Int]]) -> (ofRule: [UInt64], ofBeats: UInt64) {
    var ofCorrelation = [UInt64](repeating: 0, count: correlations.count)
    for (part, places) in parts.enumerated() {
      for place in places { ofCorrelation[place] = 1 << UInt64(part) }
    }
    return (
      usersOfRule.map { $0.reduce(0) { $0 | ofCorrelation[$1.correlation] } },
      silences.first.map { ofCorrelation[$0] } ?? 0
    )
  }

  /// By part, the places of its correlations.
  private func placesOfParts(_ most: Int, for turns: CorrelationTurns) -> [[Int]] {
    let work = work(of: turns)
    let groups = connected.map { places in (places: places, work: places.reduce(0) { $0 + work[$1] }) }
    var parts = [(places: [Int], work: Int)](repeating: ([], 0), count: most)
    // The most work first, each where there is least.
    for group in groups.sorted(by: { $0.work > $1.work }) where group.work > 0 {
      guard let least = parts.indices.min(by: { parts[$0].work < parts[$1].work }) else { break }
      parts[least].places += group.places
      parts[least].work += group.work
    }
    return parts.map(\.places).filter { !$0.isEmpty }
  }

  /// By correlation, how many of these turns tell it something.
  private func work(of turns: CorrelationTurns) -> [Int] {
    var ofRule = [Int](repeating: 0, count: rules.count)
    for event in turns.events { for rule in event.rules.indices { ofRule[rule] += 1 } }
    for day in turns.days { ofRule[day.rule] += 1 }
    var work = [Int](repeating: 0, count: correlations.count)
    for (rule, uses) in usersOfRule.enumerated() { for use in uses { work[use.correlation] += ofRule[rule] } }
    for place in silences { work[place] += turns.beats.count }
    return work
  }

  /// The places of the correlations, those together that are of each other's alerts; and all silences, which go by the same clock.
  private var connected: [[Int]] {
    var groups: [Set<Int>] = silences.isEmpty ? [] : [Set(silences)]
    for place in correlations.indices where !silences.contains(place) {
      var joined = Set([place] + usersOfCorrelation[place].map(\.correlation))
      for group in groups where !group.isDisjoint(with: joined) { joined.formUnion(group) }
      groups = groups.filter { $0.isDisjoint(with: joined) } + [joined]
    }
    return groups.map { $0.sorted() }
  }
}
