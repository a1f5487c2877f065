import CloudTrail
import Synchronization
import Testing

@testable import Feeds

/// A day of polling Logs Insights, by a clock that jumps. What AWS bills is the bytes of the window that a query reads (FACTS,
/// "CloudWatch Logs"), so that the day's bill is the sum of the windows.
@Suite("What a day of polling Logs Insights scans") struct SimulatedDayTests {
  /// Seconds from an event to the next, and how long a poll waits at most.
  private func day(eventEvery: Int64, pace: PollPace = .insights) async throws -> SimulatedDay.Bill {
    let day = SimulatedDay(eventEvery: eventEvery)
    let bill = try await day.run(pace)
    print(
      "a day of Insights: \(bill.events) events, \(bill.polls) polls, \(bill.bytesScanned) bytes scanned,",
      "\(bill.timesRead) times the new data, $\(bill.dollars)")
    return bill
  }

  @Test(
    "every event comes once and its bytes are read about five times; more polls scan no more, more data does")
  func growth() async throws {
    let usual = try await day(eventEvery: 60)
    #expect(usual.events == 1440)
    #expect((3.0...5.6).contains(usual.timesRead))
    let hasty = try await day(eventEvery: 60, pace: PollPace(shortest: .seconds(10), longest: .seconds(20)))
    #expect(hasty.events == 1440)
    #expect(hasty.polls > usual.polls * 3 / 2)
    #expect(Double(hasty.bytesScanned) < Double(usual.bytesScanned) * 1.15)
    let twice = try await day(eventEvery: 30)
    #expect((1.7...2.3).contains(Double(twice.bytesScanned) / Double(usual.bytesScanned)))
  }

  @Test("a day in which nothing happens scans nothing")
  func calm() async throws {
    let bill = try await day(eventEvery: 86_400)
    #expect(bill.polls > 1000)
    #expect(bill.bytesScanned < 10 * SimulatedDay.bytesOfAnEvent)
  }
}

/// A log group to which an event comes every few seconds. Each is found five seconds after it was stored, every fiftieth half an hour
/// after.
private final class SimulatedDay: Sendable {
  struct Bill {
    var events: Int
    var polls: Int
    var bytesScanned: Int
    var dollars: Double
    /// How often the day's bytes were read.
    var timesRead: Double { Double(bytesScanned) / Double(max(1, events * SimulatedDay.bytesOfAnEvent)) }
  }

  static let bytesOfAnEvent = 2000
  private static let start: Int64 = 1_793_491_200  // 2026-11-01T00:00:00Z
  private static let length: Int64 = 86_400
  private static func foundAfter(_ number: Int64) -> Int64 { number % 50 == 49 ? 1790 : 5 }

  private let eventEvery: Int64
  /// Milliseconds since the day began, and the queries by their names.
  private let state = Mutex<(now: Int64, queries: [ClosedRange<Int64>])>((0, []))

  init(eventEvery: Int64) { self.eventEvery = eventEvery }

  func run(_ pace: PollPace) async throws -> Bill {
    let service = LogsService { [self] operation, body in
      switch operation {
      case "StartQuery": started(body)
      case "GetQueryResults": results(body)
      default: "{}"
      }
    }
    let clock = PollClock(now: { self.now }) { pause in
      let isOver = self.state.withLock { state in
        state.now += pause.milliseconds
        return state.now > (Self.length + 4000) * 1000
      }
      if isOver { withUnsafeCurrentTask { $0?.cancel() } }
    }
    let health = FeedHealth(meter: CostMeter(.gigabyte(0.005)))
    let source = InsightsSource(try LogGroups("/a"), calls: service.calls, clock: clock)
    let poller = Poller(source, health: health, clock: clock, overlap: .insights, pace: pace)
    let events = await Task {
      let sink = Tally()
      await poller.run(from: Timestamp(seconds: Self.start), into: sink)
      return sink.ids
    }.value
    #expect(events.count == Set(events).count, "an event came twice")
    return Bill(
      events: events.count, polls: state.withLock { $0.queries.count },
      bytesScanned: health.report.bytesScanned ?? 0, dollars: health.report.costUSD ?? 0)
  }

  private var now: Timestamp {
    Timestamp(milliseconds: Self.start * 1000 + state.withLock { $0.now })
  }

  private func started(_ body: String) -> String {
    let numbers = Self.numbers(body)
    return state.withLock { state in
      state.queries.append(numbers[0]...max(numbers[0], numbers[1]))
      return #"{"queryId":"\#(state.queries.count - 1)"}"#
    }
  }

  /// The whole numbers in a request, in order.
  private static func numbers(_ body: String) -> [Int64] {
    body.utf8.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.compactMap {
      Int64(String($0) ?? "")
    }
  }

  private func results(_ body: String) -> String {
    let place = Int(Self.numbers(body).first ?? 0)
    let (window, now) = state.withLock { ($0.queries[place], Self.start + $0.now / 1000) }
    let last = min(window.upperBound, now, Self.start + Self.length - 1) - Self.start
    let first = max(0, (window.lowerBound - Self.start + eventEvery - 1) / eventEvery)
    let numbers = first..<max(first, last / eventEvery + 1)
    let rows = numbers.filter { Self.start + $0 * eventEvery + Self.foundAfter($0) <= now }
      .map { number in
        let second = number * eventEvery
        let at = Timestamp(seconds: Self.start + second).rfc3339
        let time = at.dropLast().replacing("T", with: " ")
        let record =
          #"{\"eventTime\":\"\#(at)\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"A\",\"eventID\":\"\#(second)\"}"#
        return #"""
          [{"field":"@timestamp","value":"\#(time).000"},{"field":"@message","value":"\#(record)"},\#
          {"field":"@ptr","value":"\#(second)"}]
          """#
      }
    let bytes = rows.count * Self.bytesOfAnEvent
    return
      #"{"status":"Complete","statistics":{"bytesScanned":\#(bytes).0},"results":[\#(rows.joined(separator: ","))]}"#
  }
}

private final class Tally: EventSink {
  private(set) var ids: [String] = []

  func take(_ event: EventView, file: UInt32, isReadable: Bool) { ids.append(event.eventID?.string ?? "") }
  func commit() {}
}
