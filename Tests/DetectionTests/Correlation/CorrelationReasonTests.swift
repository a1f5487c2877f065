import CloudTrail
import Query
import Testing

@testable import Detection

@Suite("Why a correlation alerted, in words")
struct CorrelationReasonTests {
  private func words(_ kind: String, _ condition: String, _ events: [Event], groupBy: String = "[userAgent]")
    throws -> [String]
  {
    var correlating = try Correlating(
      """
      correlation:
        type: \(kind)
        rules: [A, B]
        group-by: \(groupBy)
        timespan: 2h
        \(condition)
      """)
    let alerts = correlating.run(events)
    return alerts.map { correlating.rules.correlations.words(of: $0) }
  }

  private func event(_ second: Int, _ name: String = "A", value: String = "v") -> Event {
    Event(second: second, name: name, value: value, id: "\(name)\(second)")
  }

  @Test("event_count says how many events of which group within what time")
  func count() throws {
    #expect(
      try words("event_count", "condition: {gte: 3}", [0, 40, 125].map { event($0) }) == [
        "3 events of userAgent kim within 2 min 5 s, from 2026-11-01T00:00:00Z to 2026-11-01T00:02:05Z"
      ])
    #expect(
      try words("event_count", "condition: {gte: 1}", [event(0)], groupBy: "[userAgent, sourceIPAddress]")
        == [
          "1 event of userAgent kim, sourceIPAddress v within 0 s, from 2026-11-01T00:00:00Z to "
            + "2026-11-01T00:00:00Z"
        ])
  }

  @Test("value_count says how many different values")
  func values() throws {
    let stream = (0..<4).map { event($0 * 1200, value: "\(max(1, $0))") }
    #expect(
      try words("value_count", "condition: {gte: 3, field: sourceIPAddress}", stream) == [
        "3 different sourceIPAddress in 4 events of userAgent kim within 1 h 0 min, from 2026-11-01T00:00:00Z "
          + "to 2026-11-01T01:00:00Z"
      ])
  }

  @Test(
    "temporal says how many rules, and whether in their order",
    arguments: [("temporal", "matched"), ("temporal_ordered", "matched in their order")])
  func temporal(kind: String, expected: String) throws {
    #expect(
      try words(kind, "", [event(0), event(10), event(60, "B")]) == [
        "2 rules \(expected) by 3 events of userAgent kim within 1 min, from 2026-11-01T00:00:00Z to "
          + "2026-11-01T00:01:00Z"
      ])
  }
}
