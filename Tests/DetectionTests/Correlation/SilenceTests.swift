import CloudTrail
import Query
import Seeded
import Testing

@testable import Detection

@Suite("Groups that are quiet beyond their rhythm")
struct SilenceTests {
  private static let hour: Int64 = 3_600_000
  private static let header = "title: Quiet\nid: quiet\n"
  private static func text(_ groupBy: String, timespan: String = "10d", more: String = "") -> String {
    "\(header)correlation:\n  type: silence\n  group-by: \(groupBy)\n  timespan: \(timespan)\n\(more)"
  }

  private func sources(_ text: String = Self.text("account")) throws -> CorrelationSources {
    let loaded = try RuleFiles.load([
      RuleFile(path: "q.yml", text: sigmaRule("A", id: "A") + "---\n" + text)
    ])
    return RuleSet([], correlations: loaded.correlations).correlations
  }

  private func engine(_ text: String = Self.text("account"), isInOrder: Bool = false) throws
    -> CorrelationEngine
  {
    CorrelationEngine(try sources(text), keepsLearnt: true, isInOrder: isInOrder)
  }

  private func beat(_ hour: Double, _ account: String, of source: String = "feed", id: String? = nil) -> Beat
  {
    let time = Timestamp(milliseconds: Int64(hour * Double(Self.hour)))
    return Beat(time: time, id: id ?? "\(account)-\(hour)", account: account, source: source)
  }

  private func moment(_ hour: Double) -> Timestamp {
    Timestamp(milliseconds: Int64(hour * Double(Self.hour)))
  }

  /// Two accounts with an event an hour for two days, then one alone.
  private func learnt(_ engine: inout CorrelationEngine, until end: Int = 48, on: Int = 48) {
    for hour in 0...max(end, on) {
      if hour <= end { _ = engine.take(beat(Double(hour), "a")) }
      if hour <= on { _ = engine.take(beat(Double(hour), "b")) }
    }
  }

  private static let settling: Int64 = 15_000

  /// Asks twice, with the time between that things need to settle.
  private func tick(_ engine: inout CorrelationEngine, _ hour: Double, isCaughtUp: Bool = true)
    -> [CorrelationAlert]
  {
    let early = Timestamp(milliseconds: moment(hour).milliseconds - Self.settling)
    return engine.tick(early, isCaughtUp: isCaughtUp) + engine.tick(moment(hour), isCaughtUp: isCaughtUp)
  }

  /// Asks now, and when nothing has come late for so long that lateness is forgotten.
  private func tickTwice(_ engine: inout CorrelationEngine, _ hour: Double) -> [CorrelationAlert] {
    tick(&engine, hour) + tick(&engine, hour + 2.5)
  }

  // MARK: Accounts

  @Test(
    "an account without events for twice its longest pause and an hour alerts, once, with no event arriving")
  func account() throws {
    var engine = try engine()
    learnt(&engine, on: 51)
    #expect(tick(&engine, 60).isEmpty, "three hours are twice the pause and an hour, and not more")
    _ = engine.take(beat(51.2, "b"))
    let alerts = tick(&engine, 60)
    #expect(alerts.map(\.group) == [["a"]] && alerts.map(\.event.id) == ["a-48.0"])
    #expect(
      engine.sources.words(of: alerts[0])
        == "no event of account a for 3 h 12 min, from 1970-01-03T00:00:00Z to 1970-01-03T03:12:00Z; "
        + "since 1970-01-01T00:00:00Z its longest pause was 1 h 0 min; next: iamwatch doctor")
    _ = engine.take(beat(70, "b"))
    #expect(tick(&engine, 70).isEmpty, "one silence alerts once")
  }

  @Test("an event ends the silence; the next one alerts again, later, for the pause is known now")
  func returning() throws {
    var engine = try engine()
    learnt(&engine, on: 52)
    #expect(tick(&engine, 52).count == 1)
    _ = engine.take(beat(54, "a"))
    for hour in 53...66 { _ = engine.take(beat(Double(hour), "b")) }
    #expect(tick(&engine, 67).isEmpty, "it was away for six hours: not before thirteen")
    _ = engine.take(beat(67.5, "b"))
    #expect(tick(&engine, 68).map(\.event.id) == ["a-54.0"])
  }

  @Test("nothing alerts before a day was learnt")
  func baseline() throws {
    for (end, expected) in [(23, 0), (24, 1)] {
      var engine = try engine()
      learnt(&engine, until: end, on: 60)
      #expect(tick(&engine, 60).count == expected)
    }
  }

  @Test("where everything stays away no account is to blame, and no event is taken to be of the future")
  func together() throws {
    var engine = try engine()
    learnt(&engine)
    #expect(tick(&engine, 500).isEmpty)
    _ = engine.take(beat(100_000, "liar"))
    #expect(tick(&engine, 49).isEmpty)
  }

  @Test(
    "while events are on their way, late or of long ago, nothing is said; a late batch alone ends and raises nothing"
  )
  func late() throws {
    var engine = try engine()
    learnt(&engine, on: 60)
    #expect(engine.tick(moment(60), isCaughtUp: true).isEmpty, "the first look is not yet calm")
    #expect(engine.tick(moment(60.001), isCaughtUp: true).isEmpty)
    #expect(engine.tick(moment(60.01), isCaughtUp: false).isEmpty, "a source still reads what was before")
    _ = engine.take(beat(50, "c"))
    #expect(engine.tick(moment(60.01), isCaughtUp: true).isEmpty, "one was late by ten hours")
    #expect(tick(&engine, 60.5).isEmpty, "and others may be, for an hour at least")
    // The rest of a's events come late, but before things have settled.
    for hour in 49...60 { _ = engine.take(beat(Double(hour), "a")) }
    #expect(tick(&engine, 60.6).isEmpty)
    // A late event that is older than the newest one does not end a silence that was told.
    _ = engine.take(beat(64, "b"))
    #expect(tick(&engine, 64).count == 1)
    _ = engine.take(beat(59.5, "a"))
    #expect(tick(&engine, 65).isEmpty)
  }

  // MARK: Sources that lag

  /// What is said hour by hour, as `account hour`. Each account has an event an hour, which comes so many hours later by way of a source.
  private func said(
    _ accounts: [(name: String, source: String, lag: Int, until: Int)], hours: Int
  ) throws -> [String] {
    var engine = try engine()
    var alerts: [String] = []
    for now in 0...hours {
      for one in accounts where now >= one.lag && now - one.lag <= one.until {
        _ = engine.take(beat(Double(now - one.lag), one.name, of: one.source))
      }
      alerts += tick(&engine, Double(now) + 0.5).map { "\($0.group[0]) \(now)" }
    }
    return alerts
  }

  @Test(
    "a source that lags for ever keeps nobody's silence from being found but its own accounts', for as long as it lags",
    arguments: [2, 6, 20])
  func second(lag: Int) throws {
    let accounts = [
      ("a", "live", 0, 50), ("b", "live", 0, 200), ("c", "slow", lag, 60), ("d", "slow", lag, 200),
    ]
    // More than twice the pause and an hour after the last event: at the fourth hour.
    #expect(try said(accounts, hours: 120) == ["a 54", "c \(64 + lag)"])
  }

  @Test(
    "of a source half of which lags for ever nobody is blamed for being late, and silences are found as much later",
    arguments: [3, 6, 20])
  func half(lag: Int) throws {
    let accounts = [
      ("a", "feed", 0, 50), ("b", "feed", 0, 200), ("c", "feed", lag, 200), ("d", "feed", lag, 70),
    ]
    #expect(try said(accounts, hours: 120) == ["a \(54 + lag)", "d \(74 + lag)"])
  }

  @Test("a source that has stopped holds the silence of an account up for a day, and no longer")
  func stopped() throws {
    let accounts = [
      ("a", "one", 0, 50), ("a", "other", 0, 48), ("b", "one", 0, 200), ("c", "other", 0, 48),
    ]
    #expect(try said(accounts, hours: 120) == ["a 73"])
  }

  @Test("of an account that two sources bring the slower one is waited for")
  func both() throws {
    let accounts = [("a", "live", 0, 50), ("a", "slow", 6, 50), ("b", "live", 0, 200), ("c", "slow", 6, 200)]
    #expect(try said(accounts, hours: 100) == ["a 60"])
  }

  @Test("where one source reads of long ago, accounts of the others are judged all the same")
  func past() throws {
    var engine = try engine()
    learnt(&engine, on: 60)
    #expect(engine.tick(moment(60), isCaughtUp: true).isEmpty)
    for hour in 0...10 { _ = engine.take(beat(Double(hour), "old", of: "history")) }
    #expect(tick(&engine, 60.1).map(\.group) == [["a"]])
  }

  // MARK: Sources

  @Test("a source that goes wholly quiet is found by the clock, though no event comes from anywhere")
  func source() throws {
    var engine = try engine(Self.text("source"))
    #expect(engine.tick(moment(0), isCaughtUp: true).isEmpty)
    for hour in 0...48 {
      _ = engine.take(beat(Double(hour), "a"))
      #expect(engine.tick(moment(Double(hour) + 0.1), isCaughtUp: true).isEmpty)
    }
    #expect(engine.tick(moment(51), isCaughtUp: true).isEmpty)
    let alerts = engine.tick(moment(51.2), isCaughtUp: true)
    #expect(alerts.map(\.group) == [["feed"]])
    #expect(engine.tick(moment(80), isCaughtUp: true).isEmpty)
    _ = engine.take(beat(81, "a"))
    #expect(engine.tick(moment(81), isCaughtUp: true).isEmpty)
  }

  @Test(
    "a source that lags is not quiet while events come, nor is one whose past is read, nor one just begun")
  func lagging() throws {
    var engine = try engine(Self.text("source"))
    // Twelve hours behind, an event an hour.
    for hour in 0...60 {
      _ = engine.take(beat(Double(hour), "a"))
      #expect(engine.tick(moment(Double(hour) + 12), isCaughtUp: true).isEmpty)
    }
    var old = try self.engine(Self.text("source"))
    learnt(&old)
    #expect(
      old.tick(moment(1000), isCaughtUp: true).isEmpty && old.tick(moment(1100), isCaughtUp: true).isEmpty)
    var begun = try self.engine(Self.text("source"))
    learnt(&begun)
    #expect(begun.tick(moment(60), isCaughtUp: false).isEmpty)
    #expect(begun.tick(moment(62), isCaughtUp: false).isEmpty)
    #expect(begun.tick(moment(63.5), isCaughtUp: false).count == 1, "it has been waited for since")
  }

  // MARK: Rules

  @Test("what a rule matches may fall silent too, judged by all events")
  func ofRule() throws {
    let text = Self.text("userAgent", more: "  rules: [A]\n")
    var correlating = try Correlating(text.replacing(Self.header, with: ""))
    for hour in 0...60 {
      if hour <= 48 {
        _ = correlating.run([Event(second: hour * 3600, name: "A", user: "job", id: "e\(hour)")])
      }
      _ = correlating.engine.take(
        Beat(
          time: Timestamp(milliseconds: 1_793_491_200_000 + Int64(hour) * Self.hour), id: "x\(hour)",
          account: "a", source: nil))
    }
    let now = Timestamp(milliseconds: 1_793_491_200_000 + 60 * Self.hour)
    #expect(correlating.engine.tick(now, isCaughtUp: true).isEmpty)
    let later = Timestamp(milliseconds: now.milliseconds + Self.settling)
    #expect(correlating.engine.tick(later, isCaughtUp: true).map(\.group) == [["job"]])
  }

  @Test(
    "what cannot be honoured is refused with why",
    arguments: [
      (text("principal"), "a silence without rules has group-by"),
      (text("account", more: "  condition: {gte: 1}\n"), "silence has no condition"),
      (text("account", more: "  field: action\n"), "field is first_seen's"),
      (text("source", more: "  rules: [A]\n"), "group-by: source is about all events"),
      (text("account", timespan: "91d"), "a silence has a timespan of at most 90d"),
      (text("account", timespan: "23h"), "timespan, for which is remembered"),
      (text("account", more: "  baseline: 1h\n"), "baseline is at least 24h"),
    ])
  func refusals(text: String, reason: String) throws {
    let error = try #require(throws: RuleRefusals.self) { try sources(text) }
    #expect(error.all.count == 1 && error.all[0].reason.hasPrefix(reason), "\(error.all)")
    #expect(error.all[0].line > 8)
  }

  @Test("further groups than are remembered are not learnt, and those long gone make room")
  func bounds() throws {
    let rule = try #require(try sources().correlations.first)
    var memory = SilenceMemory(mostGroups: 10)
    for account in 0..<50 { _ = memory.take(beat(1, "\(account)"), of: ["\(account)"], rule) }
    #expect(memory.groupCount == 10)
    _ = memory.take(beat(400, "new"), of: ["new"], rule)
    #expect(memory.groupCount == 1)
  }

  // MARK: Against a second way

  private struct Model {
    var times: [String: Set<Int64>] = [:]
    var told: [String: Int64] = [:]
    let timespan: Int64 = 10 * 24 * SilenceTests.hour

    /// The groups that alert at a moment, by all that is known.
    mutating func silences(_ moment: Int64) -> Set<String> {
      var found: Set<String> = []
      for (account, all) in times {
        guard let last = all.max(), told[account] != last else { continue }
        // To the slot, as far back as whole words of 64 slots reach.
        let reach = (timespan / 600_000 / 64 + 1) * 64
        let slots = Set(all.map { $0 / 600_000 }.filter { $0 > last / 600_000 - reach }).sorted()
        let pause = zip(slots, slots.dropFirst()).map { $1 - $0 }.max() ?? 0
        let isLearnt = last - slots[0] * 600_000 >= 24 * SilenceTests.hour
        if isLearnt, moment - last > 2 * pause * 600_000 + SilenceTests.hour {
          found.insert(account)
          told[account] = last
        }
      }
      return found
    }
  }

  /// Beats of three accounts with rhythms of their own and pauses now and then; some come late, some twice.
  private func stream(_ seed: Int, lateness: Int) -> [Beat] {
    var dice = SeededRandom(state: UInt64(seed))
    var shown: [(at: Int, beat: Beat)] = []
    for account in ["a", "b", "c"] {
      let step = 30 + dice.below(240)
      var minute = dice.below(600)
      while minute < 14 * 1440 {
        let beat = beat(Double(minute) / 60, account, id: "\(account)\(minute)")
        for _ in 0...(dice.below(5) == 0 ? 1 : 0) {
          shown.append((minute + (dice.below(6) == 0 ? dice.below(lateness + 1) : 0), beat))
        }
        minute += 15 + dice.below(2 * step) + (dice.below(60) == 0 ? dice.below(4000) : 0)
      }
    }
    return shown.sorted { ($0.at, $0.beat.id) < ($1.at, $1.beat.id) }.map(\.beat)
  }

  @Test(
    "over random streams with late events and copies, what alerts at any moment is what a model finds that knows every event",
    arguments: 0..<20)
  func random(seed: Int) throws {
    var (engine, model) = (try engine(), Model())
    for (index, beat) in stream(seed, lateness: 1440).enumerated() {
      _ = engine.take(beat)
      model.times[beat.account, default: []].insert(beat.time.milliseconds)
      guard index % 40 == 0 else { continue }
      let newest = model.times.values.compactMap { $0.max() }.max() ?? 0
      // The clock runs on while nothing comes, so that no event is taken to be of the future and what was late is forgotten.
      let alerts = tickTwice(&engine, Double(newest) / Double(Self.hour) + Double(index) / 8)
      #expect(Set(alerts.map(\.group[0])) == model.silences(newest), "at \(newest)")
    }
  }

  @Test("random streams do have silences")
  func telling() throws {
    var found = 0
    for seed in 0..<5 {
      var engine = try engine(isInOrder: true)
      for beat in stream(seed, lateness: 0) { found += engine.take(beat).count }
    }
    #expect(found > 5)
  }

  @Test("in order, each silence alerts that a model finds that looks at every moment", arguments: 0..<20)
  func inOrder(seed: Int) throws {
    var (engine, model) = (try engine(isInOrder: true), Model())
    var (alerts, expected): ([String], [String]) = ([], [])
    let stream = stream(seed, lateness: 0).sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    for beat in stream {
      alerts += engine.take(beat).map { "\($0.group[0]) \($0.event.time.rfc3339)" }
      model.times[beat.account, default: []].insert(beat.time.milliseconds)
      let lasts = model.times.mapValues { Timestamp(milliseconds: $0.max() ?? 0).rfc3339 }
      expected += model.silences(beat.time.milliseconds).map { "\($0) \(lasts[$0] ?? "")" }
    }
    alerts += engine.finish(at: Timestamp(milliseconds: .max)).map {
      "\($0.group[0]) \($0.event.time.rfc3339)"
    }
    #expect(alerts.sorted() == expected.sorted())
  }

  @Test("a run that ends anywhere and another with what it learnt alert as one", arguments: 0..<10)
  func restart(seed: Int) throws {
    var dice = SeededRandom(state: UInt64(seed) + 7)
    var (whole, parts, kept) = (try engine(), try engine(), Learnt())
    for (index, beat) in stream(seed, lateness: 600).enumerated() {
      _ = (whole.take(beat), parts.take(beat))
      guard index % 40 == 0 else { continue }
      let hour = Double(max(whole.watermark, beat.time.milliseconds)) / Double(Self.hour) + Double(index) / 8
      let (left, right) = (tickTwice(&whole, hour), tickTwice(&parts, hour))
      #expect(left.map(\.group) == right.map(\.group) && left.map(\.reason) == right.map(\.reason))
      if dice.below(3) == 0 {
        kept.rhythms.merge(parts.takeLearnt().rhythms) { $1 }
        parts = try engine()
        parts.learn(kept)
      }
    }
  }
}
