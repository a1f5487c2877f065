import AWS
import CloudTrail
import Feeds
import Query
import Synchronization
import Testing

@Suite struct PollerTests {
  @Test func `a document that two polls find is taken once`() async {
    let store = Store([
      .page([document(1, at: 99_999_000)]),
      .page([document(1, at: 99_999_000), document(2, at: 99_999_001)]),
    ])
    #expect(await taken(from: store) == ["event-1", "event-2"])
  }

  @Test func `a reading that breaks off is tried again and nothing of it is taken twice`() async {
    let store = Store([
      .page([document(1, at: 99_999_000)]), .failure(SourceFailure(.transient, "the connection broke")),
      .page([document(1, at: 99_999_000), document(2, at: 99_999_001)]),
    ])
    #expect(await taken(from: store) == ["event-1", "event-2"])
  }

  @Test func `a reading that breaks off goes on a little before where it was`() async {
    let store = Store([
      .page([document(1, at: 1_000_000)], reached: 1_000_000), .failure(SourceFailure(.transient, "reset")),
    ])
    _ = await taken(from: store)
    #expect(store.asked.map(\.from.milliseconds) == [0, 880_000])
  }

  @Test func `what a failed source says is shown until it answers again`() async {
    let health = FeedHealth()
    let store = Store([.failure(SourceFailure(.lasting, "there is no such domain"))])
    _ = await taken(from: store, health: health, polls: 1)
    #expect(health.report.state == .failed)
    #expect(health.report.error == "there is no such domain")
    _ = await taken(from: Store([.page([])]), health: health)
    #expect(health.report.state == .live)
    #expect(health.report.error == nil)
  }

  @Test func `an answer that is not whole is partial, and the same window is asked for again`() async {
    let health = FeedHealth()
    let store = Store([
      .page([document(1, at: 1_000_000)], reached: 1_000_000, shortfall: "1 of 5 shards failed"), .page([]),
    ])
    _ = await taken(from: store, health: health, polls: 1)
    #expect(health.report.state == .partial)
    #expect(health.report.error == "1 of 5 shards failed")
    _ = await taken(from: store, health: health, polls: 1)
    #expect(store.asked.map(\.from.milliseconds) == [0, 0])
  }

  @Test func `one window is read again until it has come whole`() async {
    let health = FeedHealth()
    let store = Store([
      .page([document(1, at: 99_999_000)]), .failure(SourceFailure(.transient, "reset")),
      .page([document(2, at: 20)]),
    ])
    let sink = IDs()
    await Poller(store, health: health, clock: still).readOnce(from: time(0), through: time(99), into: sink)
    #expect(sink.ids == ["event-1", "event-2"])
    #expect(health.report.state == .complete)
    #expect(store.asked.allSatisfy { $0.through == time(99) })
  }

  @Test func `one window that somebody has to help with first is given up`() async {
    let health = FeedHealth()
    let store = Store([.failure(SourceFailure(.lasting, "access denied")), .page([])])
    await Poller(store, health: health, clock: still).readOnce(from: time(0), through: time(99), into: IDs())
    #expect(health.report.state == .failed)
    #expect(health.report.error == "access denied")
  }

  @Test(
    "what is asked for is of the service's time, once it has answered",
    arguments: [("fast", -240, 99_640_000), ("slow", 240, 100_120_000), ("right", -3, 99_880_000)])
  func serviceTime(clock: String, ahead: Int, from: Int64) async {
    let health = FeedHealth()
    let store = Store([]) { health.note(.answered(ahead: .seconds(ahead))) }
    _ = await taken(from: store, health: health, polls: 3)
    // The last look is one at what is near: two minutes.
    #expect(store.asked.last?.from == time(from))
  }

  @Test func `what a slow clock kept out of the first window is in the second`() async {
    let health = FeedHealth()
    let store = Store([]) { health.note(.answered(ahead: .seconds(240))) }
    _ = await taken(from: store, health: health, polls: 2)
    #expect(store.asked[1].from <= time(100_000_000))
  }

  @Test func `when the budget of an hour is spent nothing is asked, and that can be seen`() async {
    let health = FeedHealth(
      meter: CostMeter(.gigabyte(0.005)), budget: CostBudget(perHour: 0.01))
    let store = Store([
      .page([document(1, at: 99_999_000)], bytes: 3_000_000_000), .page([document(2, at: 20)]),
    ])
    #expect(await taken(from: store, health: health, polls: 3) == ["event-1"])
    #expect(health.report.error == "the budget of an hour is spent; asked again in 3600 s")
    #expect(health.report.costUSD == 0.015)
  }
}

/// A store that gives what it was told to, reading by reading: each ends behind a page that does not break off.
private final class Store: PolledSource {
  enum Step: Sendable {
    case page(Page)
    case failure(SourceFailure)

    static func page(
      _ documents: [(Page.Document, String)], reached: Int64? = nil, shortfall: String? = nil, bytes: Int = 0
    ) -> Step {
      var text: [UInt8] = []
      let placed = documents.map { document, record in
        defer { text += Array(record.utf8) }
        return Page.Document(
          id: document.id, storedAt: document.storedAt,
          place: TextPlace(text.count..<text.count + record.utf8.count))
      }
      let pageText = text + documents.flatMap { Array($0.1.utf8) }
      return .page(
        Page(
          text: PaddedBytes(pageText), documents: placed, reached: reached.map(Timestamp.init(milliseconds:)),
          shortfall: shortfall, bytesScanned: bytes))
    }
  }

  private let state: Mutex<(steps: ArraySlice<Step>, asked: [StoredWindow])>
  private let answers: @Sendable () -> Void

  /// - Parameter answers: what happens with every answer.
  init(_ steps: [Step], answers: @escaping @Sendable () -> Void = {}) {
    state = Mutex((steps[...], []))
    self.answers = answers
  }

  var asked: [StoredWindow] { state.withLock { $0.asked } }

  func read(_ window: StoredWindow) -> Reading {
    state.withLock { $0.asked.append(window) }
    return Reading(store: self)
  }

  struct Reading: PageReading {
    let store: Store
    var isOver = false

    mutating func next() async throws(SourceFailure) -> Page? {
      guard !isOver else { return nil }
      store.answers()
      let (step, breaksOff) = store.state.withLock { state in
        let step = state.steps.popFirst()
        if case .failure = state.steps.first { return (step, true) }
        return (step, false)
      }
      switch step {
      case .page(let page):
        isOver = !breaksOff
        return page
      case .failure(let failure): throw failure
      case nil: return nil
      }
    }

    mutating func close() async {}
  }
}

/// Takes the ids of events.
private final class IDs: EventSink {
  private(set) var ids: [String] = []

  func take(_ event: EventView, file: UInt32, isReadable: Bool) { ids.append(event.eventID?.string ?? "") }
  func commit() {}
}

private func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

private func document(_ number: Int, at milliseconds: Int64) -> (Page.Document, String) {
  let record = #"""
    {"eventTime":"2026-11-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"GetUser",\#
    "eventID":"event-\#(number)"}
    """#
  return (
    Page.Document(id: "document-\(number)", storedAt: time(milliseconds), place: TextPlace(0..<0)), record
  )
}

/// A clock that stands still, by which no time is waited.
private let still = PollClock(now: { time(100_000_000) }, sleep: { _ in })

/// The ids of the events that so many polls bring.
private func taken(from store: Store, health: FeedHealth = FeedHealth(), polls: Int = 2) async -> [String] {
  let polls = Mutex(polls)
  let clock = PollClock(now: { time(100_000_000) }) { _ in
    polls.withLock { $0 -= 1 }
    if polls.withLock({ $0 <= 0 }) { withUnsafeCurrentTask { $0?.cancel() } }
  }
  let run = Task {
    let sink = IDs()
    let clock = PollClock(clock, ofService: health)
    await Poller(store, health: health, clock: clock).run(from: time(0), into: sink)
    return sink.ids
  }
  return await run.value
}
