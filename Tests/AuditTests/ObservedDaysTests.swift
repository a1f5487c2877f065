import CloudTrail
import Detection
import Query
import Seeded
import Testing

@testable import Audit

@Suite("A day's first and last event tell a first_seen what all of them would")
struct ObservedDaysTests {
  /// Enough that some are not met for days.
  private static let actions = "ABCDEFGHIJKLMNO".map(String.init)

  private func rules(_ timespan: String, fields: String) throws -> RuleSet {
    let text = """
      title: New
      id: new
      correlation: {type: first_seen, rules: [used], group-by: [principal], field: \(fields), timespan: \(timespan)}
      ---
      title: Used
      id: used
      logsource: {product: aws}
      detection:
        s: {eventSource: iam.amazonaws.com}
        condition: s
      """
    return try ruleSet(text)
  }

  /// Records of nine days, in the order of time; some are of one moment, some are there twice.
  private func records(_ random: inout SeededRandom) -> [String] {
    var events: [(minute: Int, text: String)] = []
    for number in 0..<(100 + random.below(200)) {
      let minute = random.below(9 * 24 * 6) * 10
      let (day, clock) = (minute / 1440 + 1, minute % 1440)
      let time = "2026-11-0\(day)T\(two(clock / 60)):\(two(clock % 60)):00Z"
      let id = "00000000-0000-4000-8000-\(String(1_000_000_000_000 + random.below(1 << 30)).suffix(12))"
      let more =
        #""eventTime":"\#(time)","eventName":"\#(random.pick(["A", "B", "C", "D", "E", "F", "G"]))","#
        + #""userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/\#(random.pick(["ana", "kim"]))"},"#
        + #""recipientAccountId":"\#(random.pick(["111122223333", "444455556666"]))""#
      events.append((minute, record(id, more)))
      if number % 9 == 0 { events.append(events[random.below(events.count)]) }
    }
    return events.sorted { $0.minute < $1.minute }.map(\.text)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The ids of events that alert where the engine is told of each, in the order of time and id.
  private func expected(_ records: [String], _ rules: RuleSet) -> [String] {
    var observed: [Observation] = []
    var reader = EventReader(MemorySource(Array(records.joined(separator: "\n").utf8))) { event in
      let found = rules.observation(
        of: event, id: event.eventID?.string ?? "", matches: rules.matches(event))
      if let found { observed.append(found) }
    }
    _ = reader.read()
    reader.finish()
    var engine = CorrelationEngine(rules.correlations)
    let ordered = observed.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    return ordered.flatMap { engine.take($0) }.map(\.event.id)
  }

  private func alerting(_ store: EventStore) -> [String] {
    store.list(EventListRequest(limit: 1000)).rows.filter { !$0.rules.isEmpty }
      .map { EventKey(high: $0.id.high, low: $0.id.low).uuid }
  }

  @Test(
    "whatever the order of files, for a timespan of a day and for a longer one",
    arguments: 0..<12, ["action", "[account, action]"])
  func files(seed: UInt64, fields: String) throws {
    var random = SeededRandom(state: seed)
    let records = records(&random)
    for timespan in ["24h", "30h"] {
      let judge = Judge(rules: try rules(timespan, fields: fields), scope: .all)
      // Of each tenth one file, so that a day's events are of several.
      let shuffled = records.shuffled(using: &random)
      let files = (0..<10).map { file in
        shuffled.indices.filter { $0 % 10 == file }.map { shuffled[$0] }.joined(separator: "\n")
      }
      let store = store(files, judge: judge, keepsDetails: true)
      store.settle()
      let expected = expected(records, judge.rules)
      #expect(!expected.isEmpty && alerting(store).sorted() == expected.sorted())
    }
  }

  @Test("live events alert as they come", arguments: 0..<10)
  func live(seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    let records = records(&random)
    let judge = Judge(rules: try rules("3d", fields: "action"), scope: .all)
    let text = records.joined(separator: "\n")
    let store = store([text], judge: judge, duplicates: .first, keepsDetails: true)
    #expect(alerting(store).sorted() == expected(records, judge.rules).sorted())
  }
}
