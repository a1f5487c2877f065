import CloudTrail
import Detection
import Query
import Testing

@testable import Audit

@Suite("Filters that ask about alerts, of which correlations bring more")
struct CorrelatedFilterTests {
  /// Twice within a minute is high, three times critical.
  private func rules() throws -> RuleSet {
    func correlation(_ id: String, _ level: String, _ count: Int) -> String {
      """
      title: \(id)
      id: \(id)
      level: \(level)
      correlation: {type: event_count, rules: [get], group-by: [sourceIPAddress], timespan: 1m, condition: {gte: \(count)}}
      ---

      """
    }
    return try ruleSet(correlation("twice", "high", 2) + correlation("thrice", "critical", 3) + ruleOfGetUser)
  }

  private func records(_ count: Int) -> [String] {
    (1...count).map { number in
      record(
        "00000000-0000-4000-8000-00000000000\(number)", at: "12:00:0\(number)",
        #""sourceIPAddress":"192.0.2.1""#)
    }
  }

  private func judge(_ filter: String) throws -> Judge {
    Judge(
      rules: try rules(), scope: .all,
      filter: try FilterSyntax.predicate(from: filter, now: time("13:00:00")))
  }

  /// The seconds of the events that count: of three, the second completes `twice`, the third `thrice`.
  private static let cases: [(filter: String, seconds: [Int])] = [
    ("rule:twice", [2]), ("rule:t*", [2, 3]), ("-rule:twice", [1, 3]), ("is:alert", [2, 3]),
    ("-is:alert", [1]),
    ("severity:critical", [3]), ("severity:>=high -rule:thrice", [2]), ("action:GetUser", [1, 2, 3]),
    ("rule:twice OR time:<2026-11-01T12:00:02Z", [1, 2]), ("rule:nothing", []),
  ]

  private func seconds(_ store: EventStore) -> [Int] {
    store.list(EventListRequest(limit: 9)).rows.map { Int($0.time.seconds % 60) }.sorted()
  }

  @Test("files, correlated when all are read", arguments: cases)
  func files(_ asked: (filter: String, seconds: [Int])) throws {
    let store = store(records(3).reversed(), judge: try judge(asked.filter), keepsDetails: true)
    store.settle()
    #expect(seconds(store) == asked.seconds)
  }

  @Test("live events, correlated as they come", arguments: cases)
  func live(_ asked: (filter: String, seconds: [Int])) throws {
    let store = store(records(3), judge: try judge(asked.filter), duplicates: .first, keepsDetails: true)
    #expect(seconds(store) == asked.seconds)
  }

  @Test("lines, as events come", arguments: cases)
  func lines(_ asked: (filter: String, seconds: [Int])) throws {
    var maker = LineMaker(try judge(asked.filter))
    var found: [Int] = []
    var reader = EventReader(MemorySource(Array(records(3).joined(separator: "\n").utf8))) { event in
      if let line = maker.line(for: event) { found.append(Int(line.time.seconds % 60)) }
    }
    _ = reader.read()
    reader.finish()
    #expect(found == asked.seconds)
  }

  // MARK: Silences

  /// An event an hour of each of two accounts, of which one falls silent after the thirtieth, and a rule of each event at 6 o'clock.
  private func hourly() -> [String] {
    (0...50).flatMap { hour in
      [("111122223333", 30), ("444455556666", 50)].filter { hour <= $0.1 }.map { account, _ in
        let two = { (number: Int) in (number < 10 ? "0" : "") + "\(number)" }
        return record(
          "00000000-0000-4000-8000-\(account.prefix(6))0000\(two(hour))",
          #""eventTime":"2026-11-0\#(hour / 24 + 1)T\#(two(hour % 24)):00:00Z","recipientAccountId":"\#(account)""#
        )
      }
    }
  }

  private func judgeOfSilence(_ filter: String) throws -> Judge {
    let text = """
      title: Silent
      id: silent
      level: high
      correlation: {type: silence, group-by: account, timespan: 30d}
      """
    let loaded = try RuleFiles.load([RuleFile(path: "t.yml", text: text)])
    let rules = RuleSet(
      [try rule("early", "time:<2026-11-01T03:00Z", .low)], correlations: loaded.correlations)
    return Judge(
      rules: rules, scope: .all, filter: try FilterSyntax.predicate(from: filter, now: time("13:00:00")))
  }

  /// An event as these filters see it.
  private struct Seen {
    let hour: Int
    let account: String
    var isSilent: Bool { account == "111122223333" && hour == 30 }
    var isEarly: Bool { hour < 3 }
  }

  private static let ofSilence: [(filter: String, passes: @Sendable (Seen) -> Bool)] = [
    ("rule:silent", { $0.isSilent }), ("-rule:silent", { !$0.isSilent }),
    ("is:alert", { $0.isSilent || $0.isEarly }), ("-is:alert", { !$0.isSilent && !$0.isEarly }),
    ("severity:high", { $0.isSilent }), ("severity:low", { $0.isEarly }),
    ("severity:>=medium", { $0.isSilent }),
    ("rule:silent account:444455556666", { _ in false }), ("rule:si* account:111122223333", { $0.isSilent }),
    ("rule:silent OR time:<2026-11-01T01:30Z", { $0.isSilent || $0.hour < 2 }),
    ("action:GetUser", { _ in true }),
  ]

  @Test("a silence is an alert of the event that it is told at, for a filter as by hand", arguments: 0..<11)
  func silences(number: Int) throws {
    let (filter, passes) = Self.ofSilence[number]
    let all = [("111122223333", 30), ("444455556666", 50)].flatMap { account, last in
      (0...last).map { Seen(hour: $0, account: account) }
    }
    let expected = all.filter(passes).map { "\($0.account) \($0.hour)" }.sorted()
    let judge = try judgeOfSilence(filter)
    let files = [hourly(), [hourly().reversed().joined(separator: "\n")]]
    for texts in files {
      let store = store(texts, judge: judge, keepsDetails: true)
      store.settle()
      let found = store.list(EventListRequest(limit: 200)).rows.map { row in
        "\(row.account) \((row.time.seconds - time("00:00:00").seconds) / 3600)"
      }
      #expect(found.sorted() == expected, "\(filter)")
      #expect(store.summary(of: SummaryRequest()).totals.events == expected.count, "\(filter)")
    }
  }

  @Test("of the events of a slot no more outlooks are kept than one")
  func outlooks() throws {
    var batch = RowBatch()
    let keys = (0..<9).map { EventKey(eventID: "00000000-0000-4000-8000-00000000000\($0)") }
    for key in keys { batch.outlooks[key] = FilterOutlook([[true]]) { _ in true } }
    let beat = Beats.Newest(account: 0, source: 0, time: time("12:00:00"), key: keys[4])
    let told = Observed(events: [], sightings: [], beats: [beat])
    #expect(Array(batch.outlooks(of: told).keys) == [keys[4]])
  }

  @Test(
    "the row of a correlation has a spark, and is new where it is, also when it was completed after the first look"
  )
  func sparks() throws {
    let rules = try rules()
    let store = EventStore(rules: rules, sources: 1, duplicates: .first, keepsDetails: true)
    func take(_ texts: [String]) {
      var intake = Intake(judge: Judge(rules: rules, scope: .all), source: 0, keepsDetails: true)
      var reader = EventReader(MemorySource(Array(texts.joined(separator: "\n").utf8))) {
        intake.take($0, file: 0, isReadable: true)
      }
      _ = reader.read()
      reader.finish()
      intake.commit(to: store)
    }
    var request = SummaryRequest()
    request.sparkParts = 4
    // A late event completes the correlation with one that was looked at already.
    take([record("00000000-0000-4000-8000-00000000000a", at: "08:00:00"), records(2)[1]])
    #expect(store.summary(of: request).alerts.isEmpty)
    take([records(2)[0]])
    let spark = try #require(store.summary(of: request).alerts.first?.spark)
    #expect(spark.parts == [0, 0, 0, 1] && spark.isNew)
  }

  @Test("an outlook knows every set of correlations, by what the filter can tell of them")
  func outlook() {
    let answers = [[true, false], [true, false], [false, true], [false, false]]
    var asked = 0
    let outlook = FilterOutlook(answers) { places in
      asked += 1
      return places.contains { answers[$0][0] } && !places.contains { answers[$0][1] }
    }
    #expect(asked == 4)
    for set in 1..<16 {
      let completed = (0..<4).filter { set & 1 << $0 != 0 }.map { answers[$0] }
      let wanted = completed.contains { $0[0] } && !completed.contains { $0[1] }
      #expect(outlook.passes(completed) == wanted)
    }
  }
}
