import AWS
import CloudTrail
import Synchronization
import Testing

@testable import Feeds

@Suite struct LiveTailReadingTests {
  @Test func `the first window is read from the store alone`() async throws {
    let tail = try Tail([liveTailUpdate([9])], stored: ["iam": [1, 2]])
    #expect(try await tail.read(isHistory: true) == [[1, 2]])
    #expect(tail.service.asked.isEmpty)
  }

  @Test func `a stream is open before the store is asked for the gap`() async throws {
    let tail = try Tail([liveTailUpdate([9])], stored: ["iam": [1]])
    var reading = tail.source.read(StoredWindow(from: Timestamp(milliseconds: 500)))
    _ = try await reading.next()
    #expect(tail.service.asked.count == 1)
    #expect(tail.logs.bodies == [#"{"logGroupIdentifier":"\#(group("iam"))","startTime":500}"#])
  }

  @Test func `with the first whole update all is well, and the next reading goes on`() async throws {
    let updates = [liveTailUpdate([1]), liveTailUpdate([2]), liveTailUpdate([3])]
    let tail = try Tail(updates, stored: ["iam": []], step: 15)
    #expect(try await tail.read() == [[], [1]])
    #expect(try await tail.read() == [[], [2], [3]])
    #expect(tail.service.asked.count == 1)
  }

  @Test func `the store is looked at again after half a minute`() async throws {
    let updates = [liveTailUpdate([1]), liveTailUpdate([2]), liveTailUpdate([3])]
    let tail = try Tail(updates, stored: ["iam": []], step: 30)
    _ = try await tail.read()
    #expect(try await tail.read() == [[], [2]])
  }

  @Test func `after a sampled update what waits is taken along and the reading is short`() async throws {
    let tail = try Tail(
      [liveTailUpdate([1]), liveTailUpdate([2], sampled: true), liveTailUpdate([3], sampled: true)],
      stored: ["iam": []], step: 1)
    _ = try await tail.read()
    var reading = tail.source.read(StoredWindow(from: Timestamp(milliseconds: 0)))
    var shortfalls = 0
    while let page = try await reading.next() { shortfalls += page.shortfall == nil ? 0 : 1 }
    #expect(shortfalls == 2)
  }

  @Test func `after a short reading the next one ends with its first whole update`() async throws {
    let tail = try Tail(
      [[1], [2], [3], [4], [5]].map { liveTailUpdate($0, sampled: $0 == [2]) }, stored: ["iam": []], step: 1)
    _ = try await tail.read()
    #expect(try await tail.read() == [[], [2], [3]])
    #expect(try await tail.read() == [[], [4]])
  }

  @Test func `while the stream does not open the store is read all the same`() async throws {
    let refused = SourceFailure(.lasting, "AccessDeniedException", status: 400)
    let tail = try Tail(sessions: [.failure(refused)], stored: ["iam": [1]])
    var reading = tail.source.read(StoredWindow(from: Timestamp(milliseconds: 0)))
    #expect(try await reading.next()?.documents.count == 1)
    await #expect(
      throws: SourceFailure(
        .lasting, "Live Tail does not open, FilterLogEvents is asked instead: AccessDeniedException",
        status: 400)
    ) { try await reading.next() }
  }

  @Test func `a connection that drops ends the reading, and the next one opens another`() async throws {
    let tail = try Tail(
      sessions: [
        .success(ScriptedStream([liveTailUpdate([1])], end: .broken("reset"))),
        .success(ScriptedStream([liveTailUpdate([3])])),
      ], stored: ["iam": [2]])
    #expect(try await tail.read() == [[2], [1]])
    await #expect(throws: SourceFailure(.transient, "Live Tail: reset")) { try await tail.read() }
    #expect(try await tail.read() == [[2], [3]])
  }

  @Test func `of several groups only the last one tells how far all have been read`() async throws {
    let tail = try Tail([liveTailUpdate([9])], groups: "a,b", stored: ["a": [7], "b": [5]])
    var reading = tail.source.read(StoredWindow(from: Timestamp(milliseconds: 0), isHistory: true))
    #expect(try await reading.next()?.reached == nil)
    #expect(try await reading.next()?.reached == Timestamp(milliseconds: 4_999))
  }

  @Test func `empty updates are not told`() async throws {
    let tail = try Tail(
      [liveTailUpdate([1]), liveTailUpdate([]), liveTailUpdate([]), liveTailUpdate([2])],
      stored: ["iam": []], step: 10)
    _ = try await tail.read()
    #expect(try await tail.read() == [[], [2]])
  }

  @Test func `the minutes of a session are billed`() async throws {
    let tail = try Tail([liveTailUpdate([1]), liveTailUpdate([2])], stored: ["iam": []], step: 30)
    _ = try await tail.read()
    _ = try await tail.read()
    #expect(tail.health.report.costUSD == 0.01)
    #expect(tail.health.report.bytesScanned == nil)
  }

  @Test func `once the budget is spent the session is closed, and the store is read on`() async throws {
    let tail = try Tail(
      [liveTailUpdate([1]), liveTailUpdate([2])], stored: ["iam": [7]], step: 30, budget: 0.005)
    #expect(try await tail.read() == [[7], [1]])
    var reading = tail.source.read(StoredWindow(from: Timestamp(milliseconds: 0)))
    #expect(try await reading.next()?.documents.count == 1)
    await #expect(
      throws: SourceFailure(
        .transient,
        "Live Tail does not open, FilterLogEvents is asked instead: the budget of an hour is spent")
    ) { try await reading.next() }
    #expect(!tail.source.costsByReading)
  }

  @Test func `events of both lanes are taken once`() async throws {
    let tail = try Tail(
      [liveTailUpdate([2, 3]), liveTailException("SessionTimeoutException")], stored: ["iam": [1, 2]])
    let pauses = Mutex(0)
    let clock = PollClock(now: { Timestamp(milliseconds: 100_000) }) { _ in
      let count = pauses.withLock { pauses in
        pauses += 1
        return pauses
      }
      if count == 3 { withUnsafeCurrentTask { $0?.cancel() } }
    }
    let poller = Poller(tail.source, health: FeedHealth(), clock: clock, overlap: .liveTail, pace: .liveTail)
    let run = Task {
      let sink = Numbers()
      await poller.run(from: Timestamp(milliseconds: 0), into: sink)
      return sink.taken
    }
    #expect(await run.value == ["1", "2", "3"])
  }
}

private func group(_ name: String) -> String { "arn:aws:logs:eu-west-1:111122223333:log-group:\(name)" }

/// A live tail of groups that hold what they are told to.
private struct Tail {
  let service: LiveTailService
  let logs: LogsService
  let source: LiveTailSource
  let health: FeedHealth

  /// - Parameters:
  ///   - stored: the seconds of the events of each group.
  ///   - budget: dollars an hour.
  init(
    sessions: [Result<ScriptedStream, SourceFailure>], groups: String = "iam", stored: [String: [Int]],
    time: Time = Time(), budget: Double = 1
  ) throws {
    let logs = LogsService { _, body in
      let name = stored.keys.first { body.contains(":log-group:\($0)\"") } ?? ""
      return #"{"events":[\#((stored[name] ?? []).map(logEvent).joined(separator: ","))]}"#
    }
    (self.logs, service) = (logs, LiveTailService(sessions))
    health = FeedHealth(meter: CostMeter(.minute(0.01)), budget: CostBudget(perHour: budget))
    let arns = groups.split(separator: ",").map { group(String($0)) }.joined(separator: ",")
    source = LiveTailSource(
      try LogGroups(arns), logs: logs.calls, calls: service.calls(health), clock: time.clock)
  }

  /// - Parameter step: how many seconds each piece takes to come.
  init(
    _ pieces: [[UInt8]], groups: String = "iam", stored: [String: [Int]], step: Int64 = 0, budget: Double = 1
  ) throws {
    let time = Time()
    let stream = ScriptedStream(pieces, end: .cancelled) { time.pass(seconds: step) }
    try self.init(sessions: [.success(stream)], groups: groups, stored: stored, time: time, budget: budget)
  }

  /// The seconds of the events of each page of a reading from the beginning.
  func read(isHistory: Bool = false) async throws -> [[Int64]] {
    var reading = source.read(StoredWindow(from: Timestamp(milliseconds: 0), isHistory: isHistory))
    var found: [[Int64]] = []
    while let page = try await reading.next() { found.append(page.documents.map(\.storedAt.seconds)) }
    return found
  }
}

/// A time that a test moves on.
private final class Time: Sendable {
  private let now = Mutex(Int64(100_000))

  var clock: PollClock {
    PollClock(now: { Timestamp(milliseconds: self.now.withLock { $0 }) }, sleep: { _ in })
  }

  func pass(seconds: Int64) { now.withLock { $0 += seconds * 1000 } }
}

/// Takes the numbers of events.
private final class Numbers: EventSink {
  private(set) var taken: [String] = []

  func take(_ event: EventView, file: UInt32, isReadable: Bool) { taken.append(event.eventID?.string ?? "") }
  func commit() {}
}
