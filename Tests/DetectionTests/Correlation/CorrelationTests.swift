import CloudTrail
import Query
import Seeded
import Testing

@testable import Detection

@Suite struct CorrelationTests {
  private let count =
    "correlation:\n  type: event_count\n  rules: [A]\n  group-by: [userAgent]\n  timespan: 10s\n  condition: {gte: 3}\n"

  private func events(_ seconds: [Int], _ name: String = "A", user: String = "kim") -> [Event] {
    seconds.map { Event(second: $0, name: name, user: user, id: "\(name)-\(user)-\($0)") }
  }

  private func times(_ alerts: [CorrelationAlert]) -> [Int64] {
    alerts.map { $0.event.time.seconds - 1_793_491_200 }
  }

  @Test("enough events of one group within the timespan alert once for a burst, and name what came together")
  func eventCount() throws {
    var correlating = try engine(count)
    let alerts = correlating.run(events([0, 5, 10, 11, 12, 40, 51, 61, 62, 63]))
    #expect(times(alerts) == [10, 63])
    #expect(alerts[0].eventIDs == ["A-kim-0", "A-kim-5", "A-kim-10"] && alerts[0].group == ["kim"])
    var apart = try engine(count)
    #expect(apart.run(events([0, 1]) + events([2], user: "ana")).isEmpty)
  }

  private func engine(_ body: String) throws -> Correlating { try Correlating(body) }

  @Test("copies count once, and an event that comes late counts where it belongs")
  func lateAndTwice() throws {
    var copies = try engine(count)
    #expect(copies.run(events([0, 0, 0, 5])).isEmpty)
    var late = try engine(count)
    #expect(times(late.run(events([0, 8, 300, 4]))) == [8])
    var tooLate = try engine(count)
    #expect(tooLate.run(events([0, 8, 1000, 4])).isEmpty)
  }

  @Test("different values are counted, not events, and events without the field are none")
  func valueCount() throws {
    let body = count.replacing("event_count", with: "value_count").replacing(
      "{gte: 3}", with: "{gte: 3, field: sourceIPAddress}")
    var correlating = try engine(body)
    var stream = events([0, 1, 2, 3])
    for index in stream.indices { stream[index].value = index < 2 ? "a" : "\(index)" }
    #expect(times(correlating.run(stream)) == [3])
  }

  @Test("a flood of one value does not push the others out")
  func flood() throws {
    let body = count.replacing("event_count", with: "value_count")
      .replacing("{gte: 3}", with: "{gte: 3, field: sourceIPAddress}").replacing("10s", with: "1h")
    var correlating = try engine(body)
    var stream = events([0]) + events(Array(1...2000)) + events([2001])
    for index in stream.indices { stream[index].value = "same" }
    (stream[0].value, stream[2001].value) = ("first", "last")
    #expect(times(correlating.run(stream)) == [2001])
  }

  @Test("temporal asks for all rules in any order, temporal_ordered in theirs")
  func temporal() throws {
    let body = "correlation:\n  type: temporal\n  rules: [A, B]\n  group-by: [userAgent]\n  timespan: 10s\n"
    let ordered = body.replacing("temporal", with: "temporal_ordered")
    let (forward, backward) = (events([1], "A") + events([5], "B"), events([1], "B") + events([5], "A"))
    for (text, stream, expected) in [
      (body, forward, 1), (body, backward, 1), (ordered, forward, 1), (ordered, backward, 0),
    ] {
      var correlating = try engine(text)
      #expect(correlating.run(stream).count == expected)
      var late = try engine(text)
      #expect(late.run(stream.reversed()).count == expected, "late")
    }
    var apart = try engine(body)
    #expect(apart.run(events([1], "A") + events([12], "B")).isEmpty)
  }

  @Test("one event is not two in order, though it is of both rules")
  func twice() throws {
    let body =
      "correlation:\n  type: temporal_ordered\n  rules: [A, A]\n  group-by: [userAgent]\n  timespan: 10s\n"
    var correlating = try engine(body)
    #expect(correlating.run(events([1])).isEmpty)
    #expect(times(correlating.run(events([1, 5]))) == [5])
  }

  @Test("an alias is another field in each rule, and a correlation's alerts are events for another")
  func chains() throws {
    let body = """
      name: inner
      correlation:
        type: event_count
        rules: [A]
        group-by: [userAgent]
        timespan: 10s
        condition: {gte: 2}
      ---
      title: Outer
      id: outer
      correlation:
        type: temporal_ordered
        rules: [inner, B]
        aliases:
          who: {inner: userAgent, B: sourceIPAddress}
        group-by: [who]
        timespan: 1m
      """
    var correlating = try engine(body)
    var stream = events([0, 1]) + events([20], "B", user: "x")
    stream[2].value = "kim"
    let alerts = correlating.run(stream)
    #expect(
      alerts.map { correlating.rules.correlations.correlations[$0.correlation].id } == ["many", "outer"])
  }

  @Test(
    "rules that a correlation names alert by themselves only if it says so; circles and strangers are refused"
  )
  func loading() throws {
    let load = { (body: String) in
      try RuleFiles.load([
        RuleFile(path: "c.yml", text: sigmaRule("A", id: "A") + "---\ntitle: M\nid: m\n" + body)
      ])
    }
    #expect(try load(count).rules.isEmpty)
    #expect(try load(count + "  generate: true\n").rules.map(\.id) == ["A"])
    for name in ["m", "stranger"] {
      #expect(throws: RuleRefusals.self) { try load(count.replacing("[A]", with: "[\(name)]")) }
    }
  }

  @Test("groups and their events are bounded")
  func memory() throws {
    var correlating = try engine(count.replacing("10s", with: "1y").replacing("gte: 3", with: "gte: 1000000"))
    let alerts = correlating.run(events(Array(0..<3000)))
    #expect(alerts.isEmpty)
  }

  // MARK: Against a second way

  /// Whether the window of each event, all known, meets the condition.
  private func trueEvents(_ events: [Event], _ kind: String, timespan: Int) -> [Event] {
    let sorted = events.sorted { ($0.second, $0.id) < ($1.second, $1.id) }
    return sorted.enumerated().compactMap { index, event in
      let window = sorted[...index].filter { $0.user == event.user && event.second - $0.second <= timespan }
      let names = window.map(\.name)
      let isMet =
        switch kind {
        case "event_count": window.count >= 3
        case "value_count": Set(window.map(\.value)).count >= 3
        case "temporal": Set(names) == ["A", "B", "C"]
        default:
          window.contains { first in
            first.name == "A"
              && window.contains { second in
                second.name == "B" && second.second >= first.second
                  && window.contains { $0.name == "C" && $0.second >= second.second }
              }
          }
        }
      return isMet ? event : nil
    }
  }

  private func body(_ kind: String) -> String {
    let condition =
      [
        "event_count": "  condition: {gte: 3}\n",
        "value_count": "  condition: {gte: 3, field: sourceIPAddress}\n",
      ][kind] ?? ""
    return
      "correlation:\n  type: \(kind)\n  rules: [A, B, C]\n  group-by: [userAgent]\n  timespan: 10s\n\(condition)"
  }

  @Test(
    "over random streams with late events and copies, alerts are events that meet the condition, a timespan apart, and none is missed",
    arguments: ["event_count", "value_count", "temporal", "temporal_ordered"], 0..<25)
  func random(kind: String, seed: Int) throws {
    var dice = SeededRandom(state: UInt64(seed))
    var stream: [Event] = (0..<(20 + dice.below(60))).map { number in
      Event(
        second: dice.below(120), name: ["A", "B", "C"][dice.below(3)], user: ["kim", "ana"][dice.below(2)],
        value: "\(dice.below(4))", id: "e\(number)")
    }
    let distinct = stream
    let isLate = seed % 3 > 0
    stream.sort { ($0.second, $0.id) < ($1.second, $1.id) }
    if isLate { stream.shuffle(using: &dice) }
    for _ in 0..<10 { stream.insert(stream[dice.below(stream.count)], at: dice.below(stream.count + 1)) }
    if !isLate { stream.sort { ($0.second, $0.id) < ($1.second, $1.id) } }

    var correlating = try engine(body(kind))
    let alerted = correlating.run(stream).map(\.event.id)
    let met = trueEvents(distinct, kind, timespan: 10)
    let chosen = met.filter { alerted.contains($0.id) }
    let isNear = { (left: Event, right: Event) in
      left.user == right.user && abs(left.second - right.second) <= 10
    }
    #expect(chosen.count == alerted.count, "an alert that meets no condition, or twice the same")
    for event in met { #expect(chosen.contains { isNear($0, event) }, "\(event) is missed") }
    for (index, event) in chosen.enumerated() {
      #expect(!chosen[..<index].contains { isNear($0, event) }, "\(event) alerts again")
    }
    guard !isLate else { return }
    // In order the first that meets the condition alerts, and then the first a timespan behind.
    var greedy: [Event] = []
    for event in met where !greedy.contains(where: { isNear($0, event) }) { greedy.append(event) }
    #expect(chosen == greedy)
  }
}
