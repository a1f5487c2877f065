import CloudTrail
import Query
import Seeded
import Testing

@testable import Detection

@Suite("What a group has not had before")
struct FirstSeenTests {
  private static let hour = 3600
  /// Values are remembered for two days, late events waited for an hour.
  private static let body = """
    correlation:
      type: first_seen
      rules: [A]
      group-by: [userAgent]
      field: sourceIPAddress
      timespan: 2d

    """

  private func engine(_ body: String = Self.body) throws -> Correlating {
    try Correlating(body, lateness: 3_600_000, keepsLearnt: true)
  }

  private func event(hour: Double, _ value: String, user: String = "kim", id: String? = nil) -> Event {
    let second = Int(hour * Double(Self.hour))
    return Event(
      second: second, name: "A", user: user, value: value, id: id ?? "\(user)-\(value)-\(second)")
  }

  private func values(_ alerts: [CorrelationAlert]) -> [String] {
    alerts.map { alert in
      guard case .firstSeen(let reason) = alert.reason else { return "no reason" }
      return reason.value.joined()
    }
  }

  @Test("a group is quiet until it was learnt for a day, then a new value alerts, and a known one does not")
  func baseline() throws {
    var correlating = try engine()
    let stream = [
      event(hour: 0, "a"), event(hour: 1, "b"), event(hour: 23.9, "c"), event(hour: 24, "d"),
      event(hour: 25, "a"), event(hour: 26, "d"), event(hour: 26, "e", user: "new"),
    ]
    #expect(values(correlating.run(stream)) == ["d"])
  }

  @Test("an alert says what is new, for whom, since when was learnt and how much is known")
  func explained() throws {
    var correlating = try engine()
    let alerts = correlating.run([event(hour: 0, "a"), event(hour: 1, "b"), event(hour: 30, "c", id: "e")])
    let alert = try #require(alerts.first)
    #expect(alert.group == ["kim"] && alert.eventIDs == ["e"])
    #expect(
      correlating.rules.correlations.words(of: alert)
        == "new sourceIPAddress c for userAgent kim; learnt since 2026-11-01T00:00:00Z, 2 others known")
  }

  @Test("a value that was not met for the timespan is new again, and a group that was away is learnt anew")
  func forgetting() throws {
    var correlating = try engine()
    let busy = (0...80).map { event(hour: Double($0), "busy") }
    #expect(values(correlating.run([event(hour: 0, "a")] + busy + [event(hour: 80, "a")])) == ["a"])
    var away = try engine()
    let back = [event(hour: 100, "b"), event(hour: 101, "c"), event(hour: 125, "d")]
    #expect(values(away.run([event(hour: 0, "a"), event(hour: 30, "a")] + back)) == ["d"])
  }

  @Test("a copy changes nothing, a late event is judged where it belongs, one that comes too late is not")
  func lateAndTwice() throws {
    var copies = try engine()
    let new = event(hour: 30, "b", id: "e")
    #expect(values(copies.run([event(hour: 0, "a"), new, new, new])) == ["b"])
    var late = try engine()
    #expect(
      values(late.run([event(hour: 0, "a"), event(hour: 30, "a"), event(hour: 29.5, "b")])) == ["b"])
    var tooLate = try engine()
    #expect(tooLate.run([event(hour: 0, "a"), event(hour: 31, "a"), event(hour: 29.5, "b")]).isEmpty)
  }

  @Test("two fields are new together, and an event without one of them is not looked at")
  func several() throws {
    let body = Self.body.replacing("field: sourceIPAddress", with: "field: [sourceIPAddress, awsRegion]")
    var correlating = try engine(body)
    #expect(correlating.run([event(hour: 0, "a"), event(hour: 30, "b")]).isEmpty)
    var named = try engine(
      Self.body.replacing("field: sourceIPAddress", with: "field: [action, sourceIPAddress]"))
    #expect(named.run([event(hour: 0, "a"), event(hour: 30, "b")]).count == 1)
  }

  @Test("addresses are grouped by their network, services' names by none")
  func networks() throws {
    var correlating = try engine(Self.body.replacing("sourceIPAddress", with: "sourceIPAddress.net"))
    let addresses = [
      "203.0.113.1", "203.0.113.200", "2001:db8:1:2::1", "iam.amazonaws.com", "2001:db8:1:3::1",
      "203.0.114.1",
    ]
    let stream = addresses.enumerated().map { event(hour: $0 == 0 ? 0 : 30 + Double($0), $1) }
    #expect(values(correlating.run(stream)) == ["2001:db8:1::/48", "203.0.114.0/24"])
  }

  // MARK: Bounds

  private func memory(
    of group: Int = 4, values: Int = 100, groups: Int = 100
  ) throws -> (FirstSeenMemory, Correlation) {
    let bounds = FirstSeenMemory.Bounds(valuesOfGroup: group, values: values, groups: groups)
    let correlations = try engine().rules.correlations.correlations
    return (FirstSeenMemory(bounds: bounds), try #require(correlations.first))
  }

  /// Takes a value at an hour; whether it alerts.
  private func take(
    _ memory: inout FirstSeenMemory, _ rule: Correlation, _ value: String, _ hour: Int, _ key: String = "k"
  ) -> Bool {
    let spans = FirstSeenMemory.Spans(
      timespan: rule.timespan, baseline: rule.baseline, lateness: 3_600_000)
    let hour = Int64(hour) * 3_600_000
    return memory.take([value], from: hour, through: hour, of: [key], spans) != nil
  }

  @Test("a group with more values than are remembered is quiet, until a timespan has passed without")
  func overflow() throws {
    var (memory, rule) = try memory()
    for value in 0..<4 { #expect(!take(&memory, rule, "\(value)", 0)) }
    for value in 4..<40 { #expect(!take(&memory, rule, "\(value)", 20 + value)) }
    #expect(memory.valueCount <= 4)
    // Those of hours 50 to 53 keep their places for two days and an hour: at hour 92 there is none, at 100 one is free.
    for hour in stride(from: 60, through: 132, by: 8) { #expect(!take(&memory, rule, "steady", hour)) }
    #expect(!take(&memory, rule, "early", 140))
    #expect(take(&memory, rule, "new", 141))
  }

  @Test(
    "beyond the values in all, and the groups, those without news the longest are learnt anew: none alerts")
  func groups() throws {
    var (memory, rule) = try memory(values: 20, groups: 10)
    for hour in 0..<2000 {
      #expect(!take(&memory, rule, "v\(hour % 7)", hour % 24, "g\(hour)"))
      #expect(memory.groupCount <= 10 && memory.valueCount <= 20)
    }
    var (crowded, _) = try self.memory(values: 20)
    for hour in 0..<23 {
      for group in 0..<12 { #expect(!take(&crowded, rule, "v\(hour % 4)", hour, "g\(group)")) }
      #expect(crowded.valueCount <= 20)
    }
  }

  // MARK: What is written

  @Test(
    "what cannot be honoured is refused with its line and why",
    arguments: [
      ("  field: sourceIPAddress\n", "", 12, "first_seen has a field"),
      (
        "timespan: 2d", "timespan: 12h", 16,
        "timespan, for which is remembered, is at least the baseline"
      ),
      ("timespan: 2d", "timespan: 2d\n  baseline: 23h", 17, "baseline is at least 24h"),
      ("timespan: 2d", "timespan: 2d\n  baseline: 3d", 16, "timespan, for which"),
      ("timespan: 2d", "timespan: 2d\n  baseline: soon", 17, "baseline is a number and one of"),
      ("timespan: 2d", "timespan: 2d\n  condition: {gte: 1}", 17, "first_seen has no condition"),
      ("first_seen", "temporal", 15, "field is first_seen's"),
    ])
  func refusals(written: String, instead: String, line: Int, reason: String) throws {
    let text =
      sigmaRule("A", id: "A") + "---\ntitle: Many\nid: many\n" + Self.body.replacing(written, with: instead)
    let error = try #require(throws: RuleRefusals.self) {
      try RuleFiles.load([RuleFile(path: "c.yml", text: text)])
    }
    #expect(error.all.map(\.reason)[0].hasPrefix(reason) && error.all.count == 1, "\(error.all)")
    #expect(error.all[0].line == line, "\(error.all)")
  }

  @Test("it is of rules, and nothing is of it")
  func chains() throws {
    let other =
      "---\ntitle: Other\nid: other\ncorrelation: {type: temporal, rules: [A, many], timespan: 1h}\n"
    for text in [
      Self.body + other, Self.body.replacing("[A]", with: "[other]") + other.replacing(", many", with: ""),
    ] {
      let error = try #require(throws: RuleRefusals.self) { try engine(text) }
      #expect(error.all.map(\.reason)[0].contains("first_seen is of rules"))
    }
  }

  @Test("what was learnt is kept by what is looked at: a rule that was changed is learnt anew")
  func changed() throws {
    func name(_ body: String, _ rule: String = sigmaRule("A", id: "A")) throws -> String {
      let text = "\(rule)---\ntitle: Many\nid: many\n\(body)"
      let loaded = try RuleFiles.load([RuleFile(path: "c.yml", text: text)])
      return RuleSet([], correlations: loaded.correlations).correlations.learntNames[0]
    }
    let names = [
      try name(Self.body), try name(Self.body.replacing("sourceIPAddress", with: "awsRegion")),
      try name(Self.body.replacing("userAgent", with: "account")),
      try name(Self.body, sigmaRule("B", id: "A")),
    ]
    #expect(Set(names).count == 4)
    #expect(try name(Self.body.replacing("2d", with: "9d")) == names[0])
  }

  // MARK: Against a second way

  /// The events that alert, by all that came before each.
  private func expected(_ stream: [Event]) -> [Event] {
    let (day, late) = (24 * Self.hour, Self.hour)
    var alerting: [Event] = []
    for (index, event) in stream.enumerated() {
      // Since when its group is learnt: a group that was away for the timespan begins anew.
      var taken: [Event] = []
      for earlier in stream[...index] where earlier.user == event.user {
        let newest = taken.map(\.second).max() ?? earlier.second
        if earlier.second < newest - late { continue }
        if earlier.second - newest > 2 * day { taken = [] }
        taken.append(earlier)
      }
      guard taken.last == event, let since = taken.map(\.second).min() else { continue }
      let isKnown = taken.dropLast().contains {
        $0.value == event.value && $0.second >= event.second - 2 * day
      }
      if !isKnown, event.second - since >= day { alerting.append(event) }
    }
    return alerting
  }

  private func stream(_ seed: Int) -> [Event] {
    var dice = SeededRandom(state: UInt64(seed))
    var stream: [Event] = (0..<(40 + dice.below(120))).map { number in
      Event(
        second: dice.below(9 * 24) * Self.hour / 2, name: "A", user: ["kim", "ana"][dice.below(2)],
        value: "\(dice.below(12))", id: "e\(number)")
    }
    stream.sort { ($0.second, $0.id) < ($1.second, $1.id) }
    // Late by up to two hours, of which one is waited for.
    if seed % 3 > 0 {
      let shown = stream.map { ($0.second + (dice.below(4) == 0 ? dice.below(2 * Self.hour) : 0), $0) }
      stream = shown.sorted { $0.0 < $1.0 }.map(\.1)
    }
    for _ in 0..<20 {
      let copied = dice.below(stream.count)
      stream.insert(stream[copied], at: copied + dice.below(stream.count + 1 - copied))
    }
    return stream
  }

  @Test(
    "over random streams with late events and copies, the alerts are those of a model that looks at all that came before",
    arguments: 0..<60)
  func random(seed: Int) throws {
    let stream = stream(seed)
    var correlating = try engine()
    let alerts = correlating.run(stream)
    #expect(alerts.map(\.event.id) == expected(stream).map(\.id))
    #expect(Set(alerts.map(\.event.id)).count == alerts.count)
  }

  @Test("a run that ends anywhere and another with what it learnt alert as one", arguments: 0..<40)
  func restart(seed: Int) throws {
    let stream = stream(seed)
    var whole = try engine()
    let alerts = whole.run(stream).map(\.event.id)
    var (parts, kept): ([String], Learnt) = ([], Learnt())
    var rest = stream[...]
    var dice = SeededRandom(state: UInt64(seed) + 1000)
    while !rest.isEmpty {
      var run = try engine()
      run.engine.learn(kept)
      let part = rest.prefix(1 + dice.below(rest.count))
      parts += run.run(Array(part)).map(\.event.id)
      let learnt = run.engine.takeLearnt()
      kept.groups.merge(learnt.groups) { $1 }
      kept.values.merge(learnt.values) { $1 }
      rest = rest.dropFirst(part.count)
    }
    #expect(parts == alerts)
  }

  @Test("random streams do alert, and some events do not")
  func telling() throws {
    let counts = (0..<60).map { expected(stream($0)).count }
    #expect(counts.reduce(0, +) > 200 && counts.contains { $0 > 3 })
  }
}
