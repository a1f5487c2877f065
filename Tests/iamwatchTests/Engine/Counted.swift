import ArgumentParser
import Audit
import CloudTrail
import Dashboard
import Feeds
import Query
import Synchronization

@testable import iamwatch

/// An engine that knows so many events, one a second, and notes what it is asked.
final class CountedEvents: CountingSource {
  private let events: Int
  private let account: String
  private let counted = Mutex<[SummaryRequest]>([])
  private let fetched = Mutex<[(through: Timestamp?, limit: Int)]>([])
  private let failures: Mutex<[SourceFailure]>

  init(_ events: Int, account: String = "111122223333", failures: [SourceFailure] = []) {
    (self.events, self.account) = (events, account)
    self.failures = Mutex(failures)
  }

  var counts: [SummaryRequest] { counted.withLock { $0 } }
  var fetches: [(through: Timestamp?, limit: Int)] { fetched.withLock { $0 } }

  static let start: Int64 = 1_793_487_600  // 2026-10-31T23:00:00Z

  func matches(_ request: SummaryRequest, in window: StoredWindow) async throws(SourceFailure) -> Int? {
    try fail()
    return events
  }

  func count(
    _ request: SummaryRequest, in window: StoredWindow, partly: @Sendable (EngineCount) -> Void
  ) async throws(SourceFailure) -> EngineCount {
    counted.withLock { $0.append(request) }
    try fail()
    var counting = InsightsSummary(request)
    let row = [
      "events": "\(events)", "firstTime": Timestamp(seconds: Self.start).rfc3339,
      "lastTime": Timestamp(seconds: Self.start + Int64(events)).rfc3339, "eventNameKey": "GetUser",
      "recipientAccountIdKey": account,
    ]
    counting.take([row])
    while counting.nextQuery != nil { counting.take([]) }
    return EngineCount(counting.answer, bytesScanned: 1_000_000)
  }

  func newest(
    _ wanted: Predicate, in window: StoredWindow, limit: Int
  ) async throws(SourceFailure) -> NewestDocuments {
    fetched.withLock { $0.append((window.through, limit)) }
    try fail()
    let last = window.through.map { min(events - 1, Int($0.seconds - Self.start)) } ?? events - 1
    let numbers = Array((0...max(0, last)).reversed().prefix(limit))
    var text: [UInt8] = []
    let documents = numbers.map { number in
      let at = Timestamp(seconds: Self.start + Int64(number))
      let record = Array(
        """
        {"eventTime":"\(at.rfc3339)","eventSource":"iam.amazonaws.com","eventName":"GetUser",\
        "eventID":"00000000-0000-4000-8000-\(String(1_000_000_000_000 + number).dropFirst())"}
        """.utf8)
      defer { text += record }
      return Page.Document(
        id: "\(number)", storedAt: at, place: TextPlace(text.count..<text.count + record.count))
    }
    return NewestDocuments(
      page: Page(text: PaddedBytes(text), documents: documents, bytesScanned: 1_000_000),
      isAll: documents.count < limit)
  }

  private func fail() throws(SourceFailure) {
    if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
  }
}

/// A screen's question to that engine, an hour long.
struct EngineScene {
  let question: Question
  let collection: Collection
  let engine: ScreenEngine
  let health: FeedHealth

  init(
    _ source: CountedEvents, rest: Duration = .zero, page: Int = 100, most: Int = 1000,
    health: FeedHealth = FeedHealth(), tell: @escaping @Sendable (String) -> Void = { _ in }
  ) throws {
    question = try Question(
      CommonOptions.parse(["--source", "opensearch:http://127.0.0.1:1/cwl-*", "--no-builtin-rules"]),
      now: Timestamp(seconds: CountedEvents.start + 3600))
    collection = Collection(question, duplicates: .first, keepsRecords: true)
    self.health = health
    engine = ScreenEngine(
      question,
      [
        PolledSources.Engine(
          place: 0, name: "the domain", health: health, engine: source, isBilled: false)
      ],
      manners: ScreenEngine.Manners(settling: .zero, rest: rest, page: page, most: most),
      tell: { tell($0.text) })
  }
}

/// What was given, in order.
final class Given<Value: Sendable>: Sendable {
  private let all = Mutex<[Value]>([])

  var values: [Value] { all.withLock { $0 } }
  func take(_ value: Value) { all.withLock { $0.append(value) } }
}
