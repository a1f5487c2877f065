import CloudTrail
import Query
import Seeded
import Testing

@testable import Detection

@Suite("Correlations that are told by several threads")
struct CorrelationPartsTests {
  /// One of each kind, of rules that they share; `chained` is of the alerts of another, and both silences go by one clock.
  private static let bodies = [
    "id: burst\ncorrelation: {type: event_count, rules: [A], group-by: [userAgent], timespan: 2m, condition: {gte: 2}}",
    "id: values\ncorrelation: {type: value_count, rules: [A, B], group-by: [userAgent], timespan: 3m, condition: {field: sourceIPAddress, gte: 3}}",
    "id: both\ncorrelation: {type: temporal, rules: [B, C], group-by: [userAgent], timespan: 1m}",
    "id: chained\ncorrelation: {type: event_count, rules: [burst], group-by: [userAgent], timespan: 20m, condition: {gte: 2}}",
    "id: new\ncorrelation: {type: first_seen, rules: [B], group-by: [principal], field: action, timespan: 2d, baseline: 24h}",
    "id: quiet\ncorrelation: {type: silence, group-by: account, timespan: 3d, baseline: 24h}",
    "id: still\ncorrelation: {type: silence, rules: [C], group-by: [userAgent], timespan: 3d, baseline: 24h}",
  ]

  private func sources() throws -> RuleSet {
    let bases = ["A", "B", "C"].map { sigmaRule($0, id: $0) }
    let all = bases + Self.bodies.map { "title: \($0.prefix { $0 != "\n" }.dropFirst(4))\n\($0)\n" }
    let text = all.joined(separator: "---\n")
    return RuleSet([], correlations: try RuleFiles.load([RuleFile(path: "c.yml", text: text)]).correlations)
  }

  /// Turns of some hours in the order of time, busy and quiet.
  /// - Parameters:
  ///   - seconds: when they begin, and then end.
  ///   - accounts: of which they are.
  private func turns(
    _ random: inout SeededRandom, _ rules: RuleSet, from seconds: inout Int, of accounts: [String]
  ) -> CorrelationTurns {
    let events = (0..<80).map { number in
      seconds += random.below(10) == 0 ? random.below(3600) : random.below(60)
      return Event(
        second: seconds, name: random.pick(["A", "B", "C"]), user: random.pick(["kim", "ana"]),
        value: random.pick(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"]), id: "\(seconds)-\(number)")
    }
    let observed = RecordText.map(events.map { $0.record + "\n" }.joined()) { event in
      rules.observation(of: event, id: event.eventID?.string ?? "", matches: rules.matches(event))
    }
    let days = events.filter { $0.name == "B" }.map { event in
      let time = Timestamp(milliseconds: Int64(1_793_491_200 + event.second) * 1000)
      let names = ObservedNames(account: "1", principal: event.user, action: "a\(random.below(200))")
      return ObservedDay(rule: 1, names: names, first: time, firstID: event.id, last: time)
    }
    let kept = observed.compactMap { $0 }
    let beats = kept.map { Beat(time: $0.time, id: $0.id, account: random.pick(accounts), source: "s") }
    var order: [CorrelationTurns.Turn] = []
    var day = 0
    for place in kept.indices {
      order += [.beat(place), .event(place)]
      if kept[place].rules.indices.contains(1), day < days.count {
        order.append(.day(day))
        day += 1
      }
    }
    return CorrelationTurns(beats: beats, events: kept, days: days, order: order)
  }

  /// Turn by turn, in the order in which they are told of several.
  private func expected(_ turns: CorrelationTurns, _ engine: inout CorrelationEngine) -> [CorrelationAlert] {
    turns.order.flatMap { turn in
      let completed =
        switch turn {
        case .beat(let place): engine.take(turns.beats[place])
        case .event(let place): engine.take(turns.events[place])
        case .day(let place): engine.take(turns.days[place])
        }
      return completed.sorted { $0.correlation < $1.correlation }
    }
  }

  @Test("they complete what they complete turn by turn, and know the same afterwards", arguments: 0..<8)
  func same(seed: UInt64) throws {
    let rules = try sources()
    var random = SeededRandom(state: seed)
    var seconds = 0
    let parts = (0..<16).map { part in
      // Longer than any pause before, by when enough is learnt; and one account is silent.
      if part == 10 { seconds += 20 * 3600 }
      return turns(&random, rules, from: &seconds, of: part == 10 ? ["1"] : ["1", "2"])
    }
    var one = CorrelationEngine(rules.correlations, keepsLearnt: true, isInOrder: true)
    let alerts = parts.map { expected($0, &one) }
    let fired = Set(alerts.joined().map { rules.correlations.correlations[$0.correlation].id })
    #expect(fired.isSuperset(of: ["burst", "values", "both", "chained", "new", "quiet", "still"]))
    let known = one.takeLearnt()
    for threads in [1, 2, 3, 64] {
      var other = CorrelationEngine(rules.correlations, keepsLearnt: true, isInOrder: true)
      #expect(parts.map { other.take($0, threads: threads) } == alerts)
      let asked = other.takeLearnt()
      #expect(known.groups == asked.groups && known.values == asked.values && known.rhythms == asked.rhythms)
    }
  }
}
