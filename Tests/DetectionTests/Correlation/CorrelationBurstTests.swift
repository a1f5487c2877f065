import CloudTrail
import Glibc
import Query
import Seeded
import Testing

@testable import Detection

/// The processor time of this thread, in seconds.
private func threadTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// What a correlation remembers of one group, the plain way: every window is looked at as a whole.
private struct PlainWindow {
  let kind: String
  let timespan: Int
  private var known: [Event] = []
  private var alerted: [Int] = []

  init(_ kind: String, timespan: Int) { (self.kind, self.timespan) = (kind, timespan) }

  /// The ids of the events that alert because of this one.
  mutating func take(_ event: Event) -> [String] {
    guard !known.contains(where: { $0.id == event.id }) else { return [] }
    known.append(event)
    known.sort { ($0.second, $0.id) < ($1.second, $1.id) }
    var alerts: [String] = []
    for (place, last) in known.enumerated() where (last.second, last.id) >= (event.second, event.id) {
      guard last.second <= event.second + timespan,
        !alerted.contains(where: { abs($0 - last.second) <= timespan }),
        isMet(known[...place].filter { $0.second >= last.second - timespan })
      else { continue }
      alerted.append(last.second)
      alerts.append(last.id)
    }
    return alerts
  }

  private func isMet(_ window: [Event]) -> Bool {
    switch kind {
    case "event_count": return window.count >= 40
    case "value_count": return Set(window.map(\.value)).count >= 40
    case "temporal": return Set(window.map(\.name)).count == 3
    default:
      guard let a = window.filter({ $0.name == "A" }).map(\.second).min(),
        let b = window.filter({ $0.name == "B" && $0.second >= a }).map(\.second).min()
      else { return false }
      return window.contains { $0.name == "C" && $0.second >= b }
    }
  }
}

@Suite("Bursts: many events of one group within the timespan")
struct CorrelationBurstTests {
  private static let kinds = ["event_count", "value_count", "temporal", "temporal_ordered"]

  private func correlating(_ kind: String, timespan: Int, atLeast count: Int = 40) throws -> Correlating {
    let condition =
      switch kind {
      case "event_count": "  condition: {gte: \(count)}\n"
      case "value_count": "  condition: {gte: \(count), field: sourceIPAddress}\n"
      default: ""
      }
    return try Correlating(
      "correlation:\n  type: \(kind)\n  rules: [A, B, C]\n  group-by: [userAgent]\n  timespan: \(timespan)s\n"
        + condition)
  }

  /// Mostly A; B and C now and then, of many events a second, with quiet between bursts.
  private func burst(_ dice: inout SeededRandom) -> [Event] {
    var second = 0
    return (0..<500).map { number in
      second += dice.below(100) == 0 ? 20 + dice.below(60) : dice.below(6) == 0 ? 1 : 0
      let name = dice.below(12) > 0 ? "A" : ["B", "C"][dice.below(2)]
      return Event(second: second, name: name, value: "\(dice.below(60))", id: "e\(1000 + number)")
    }
  }

  @Test(
    "each event raises what it does where every window is looked at as a whole: in order, late, and twice",
    arguments: kinds, 0..<12)
  func equal(kind: String, seed: Int) throws {
    var dice = SeededRandom(state: UInt64(seed))
    var stream = burst(&dice)
    let lateness = [0, 0, 3, 500][seed % 4]
    if lateness > 0 {
      for _ in 0..<80 {
        let place = dice.below(stream.count)
        stream.insert(stream.remove(at: place), at: min(stream.count, place + dice.below(lateness)))
      }
    }
    for _ in 0..<20 { stream.insert(stream[dice.below(stream.count)], at: dice.below(stream.count + 1)) }
    // What is left out for being too late is another test's.
    var (engine, plain) = (try correlating(kind, timespan: 15), PlainWindow(kind, timespan: 15))
    var alerts = 0
    for event in stream {
      let expected = plain.take(event)
      #expect(engine.run([event]).map(\.event.id) == expected, "\(event)")
      alerts += expected.count
    }
    #expect(alerts > 0)
  }

  @Test(
    "a condition that more events meet than are kept is met, and makes of one burst one alert",
    arguments: kinds)
  func long(kind: String) throws {
    let count = kind == "value_count" ? 300 : 5000
    var engine = try correlating(kind, timespan: 3600, atLeast: count)
    var stream = (0..<6000).map {
      Event(second: $0 / 4, name: "A", value: "\($0 % 400)", id: "e\(10_000 + $0)")
    }
    for (place, name) in [(5800, "B"), (5900, "C")] { stream[place].name = name }
    let expected = kind == "value_count" ? 299 : kind == "event_count" ? 4999 : 5900
    #expect(engine.run(stream).map(\.event.id) == ["e\(10_000 + expected)"])
  }

  @Test("an event of a long burst costs no more than one of a short burst", arguments: kinds)
  func cost(kind: String) throws {
    func time(_ events: Int) throws -> Double {
      var engine = try correlating(kind, timespan: 86_400, atLeast: 1_000_000)
      let observed = (0..<events).map { number in
        Observation(
          time: Timestamp(seconds: Int64(number / 8)), id: "e\(100_000 + number)",
          fields: ["userAgent": "kim", "sourceIPAddress": "\(number % 5000)"],
          rules: RuleMatches(indices: [0]))
      }
      let start = threadTime()
      for event in observed { _ = engine.engine.take(event) }
      return threadTime() - start
    }
    _ = try time(500)
    let (short, long) = (try time(1000), try time(16_000))
    // Sixteen times as many: quadratic time would be up to 256 times as much.
    #expect(long < short * 80, "\(short) s for 1,000, \(long) s for 16,000")
  }
}
