import AWS
import CloudTrail
import Synchronization
import Testing

@testable import Feeds

@Suite struct OpenSearchReadingTests {
  @Test func `pages go on behind the last document by its sort values`() async throws {
    let domain = Domain { body in
      body.contains("search_after")
        ? answer([hit("c", at: 9)], total: 1001) : answer(many(1000, at: 5), total: 1001)
    }
    let pages = try await domain.pages()
    #expect(pages.map(\.documents.count) == [1000, 1])
    #expect(pages.allSatisfy { $0.shortfall == nil })
    #expect(domain.bodies.last?.contains(#""search_after":[5,"d999"]"#) == true)
    #expect(domain.bodies.last?.contains(#""track_total_hits":false"#) == true)
  }

  @Test func `sorted by the time and by the first of the usual fields that is a keyword`() async throws {
    let domain = Domain(
      capabilities: #"{"fields":{"@timestamp":{"date":{}},"@id":{"text":{}},"@id.keyword":{"keyword":{}}}}"#
    ) {
      _ in answer([], total: 0)
    }
    _ = try await domain.pages()
    #expect(
      domain.bodies.last?.contains(
        #""sort":[{"@timestamp":{"order":"asc","unmapped_type":"date"}},{"@id.keyword":{"order":"asc","unmapped_type":"keyword"}}]"#
      ) == true)
  }

  @Test func `without a keyword pages begin again with the last moment`() async throws {
    let domain = Domain(capabilities: #"{"fields":{"@timestamp":{"date":{}}}}"#) { body in
      body.contains(#""gte":0"#)
        ? answer(many(1000, at: 5), total: 1002) : answer([hit("x", at: 5), hit("y", at: 6)], total: 2)
    }
    let pages = try await domain.pages()
    #expect(pages.map(\.documents.count) == [1000, 2])
    #expect(domain.bodies.last?.contains(#""gte":5,"#) == true)
    #expect(domain.bodies.last?.contains("search_after") == false)
  }

  @Test func `without a keyword a page of which a shard failed is not asked for again by the same reading`()
    async throws
  {
    let domain = Domain(capabilities: #"{"fields":{"@timestamp":{"date":{}}}}"#) { body in
      let found =
        body.contains(#""gte":0"#)
        ? answer(many(1000, at: 5), total: 1001) : answer([hit("y", at: 6)], total: 1)
      return found.replacing(#""failed":0"#, with: #""failed":1"#)
    }
    let pages = try await domain.pages()
    #expect(pages.map(\.documents.count) == [1000, 1])
    #expect(pages.map(\.shortfall) == [String](repeating: "1 of 5 shards failed", count: 2))
  }

  @Test func `more documents of one moment than a page may hold are told, and reading goes on behind them`()
    async throws
  {
    let domain = Domain(capabilities: #"{"fields":{"@timestamp":{"date":{}}}}"#) { body in
      if body.contains(#""gte":6"#) { return answer([hit("y", at: 6)], total: 1) }
      return answer(many(body.contains(#""size":10000"#) ? 10_000 : 1000, at: 5), total: 20_000)
    }
    let pages = try await domain.pages(from: 5)
    #expect(pages.last?.documents.map(\.id) == ["cwl/y"])
    #expect(
      pages.compactMap(\.shortfall).first?.hasPrefix("more than 10000 documents are of 1970-01-01T00:00:00Z")
        == true)
  }

  @Test(arguments: [
    (#""timed_out":true,"_shards":{"total":5,"failed":0}"#, "the domain did not finish the search in time"),
    (
      #""timed_out":false,"_shards":{"total":5,"failed":2,"failures":[{"reason":{"reason":"no heap"}}]}"#,
      "2 of 5 shards failed: no heap"
    ),
  ])
  func `what is not the whole answer says so`(outside: String, shortfall: String) async throws {
    let domain = Domain { _ in
      "{\(outside),\"hits\":{\"total\":{\"value\":0,\"relation\":\"eq\"},\"hits\":[]}}"
    }
    #expect(try await domain.pages().map(\.shortfall) == [shortfall])
  }

  @Test func `a pattern that no index has is a failure, not a quiet domain`() async throws {
    let domain = Domain { _ in
      #"{"_shards":{"total":0,"failed":0},"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}"#
    }
    let failure = await #expect(throws: SourceFailure.self) { try await domain.pages() }
    #expect(failure?.description.contains("cwl-*") == true)
  }

  @Test func `a count that is only a lower bound is not the whole answer`() async throws {
    let domain = Domain { _ in #"{"hits":{"total":{"value":10000,"relation":"gte"},"hits":[]}}"# }
    #expect(
      try await domain.pages().last?.shortfall
        == "the domain did not count to the end: at least 10000 documents match")
  }

  @Test func `fewer documents than were counted are not the whole answer`() async throws {
    let domain = Domain { body in
      body.contains("search_after") ? answer([], total: 3) : answer([hit("a", at: 1)], total: 3)
    }
    #expect(try await domain.pages().last?.shortfall == "only 1 of 3 documents came")
  }

  @Test func `a page that is too large is asked for in smaller parts`() async throws {
    let domain = Domain { body throws(SourceFailure) in
      guard body.contains(#""size":250"#) else { throw SourceFailure(.tooLarge, "too large") }
      return answer([hit("a", at: 1)], total: 1)
    }
    #expect(try await domain.pages().flatMap(\.documents).map(\.id) == ["cwl/a"])
  }

  @Test func `history is read at a point in time, which is let go`() async throws {
    let domain = Domain { _ in answer([hit("a", at: 1)], total: 1) }
    _ = try await domain.pages(isHistory: true)
    #expect(
      domain.asked == [
        "GET /cwl-*/_field_caps", "POST /cwl-*/_search/point_in_time", "POST /_search",
        "DELETE /_search/point_in_time",
      ])
    #expect(domain.bodies[2].contains(#""pit":{"id":"P1","keep_alive":"2m"}"#))
  }

  @Test func `a domain without points in time is read without`() async throws {
    let domain = Domain(hasPoints: false) { _ in answer([hit("a", at: 1)], total: 1) }
    let pages = try await domain.pages(isHistory: true)
    #expect(pages.flatMap(\.documents).count == 1)
    #expect(domain.asked.last == "POST /cwl-*/_search")
  }

  @Test func `a serverless collection is not asked for points in time`() async throws {
    let domain = Domain { _ in answer([], total: 0) }
    _ = try await domain.pages(isHistory: true, service: .serverless)
    #expect(domain.asked == ["GET /cwl-*/_field_caps", "POST /cwl-*/_search"])
  }
}

/// A domain that answers searches as it is told to, and notes what it is asked.
private final class Domain: SignedCalls {
  private let capabilities: String
  private let hasPoints: Bool
  private let search: @Sendable (String) throws(SourceFailure) -> String
  private let log = Mutex<[(line: String, body: String)]>([])

  init(
    capabilities: String = #"{"fields":{"@timestamp":{"date":{}},"@id":{"keyword":{}}}}"#,
    hasPoints: Bool = true,
    search: @escaping @Sendable (String) throws(SourceFailure) -> String
  ) {
    (self.capabilities, self.hasPoints, self.search) = (capabilities, hasPoints, search)
  }

  var asked: [String] { log.withLock { $0.map(\.line) } }
  var bodies: [String] { log.withLock { $0.map(\.body) } }

  func answer(to request: HTTPRequest) async throws(SourceFailure) -> HTTPAnswer {
    let path = request.url.dropFirst("https://domain.example".count).prefix { $0 != "?" }
    let body = String(decoding: request.body, as: UTF8.self)
    log.withLock { $0.append(("\(request.method) \(path)", body)) }
    if path.hasSuffix("_field_caps") { return HTTPAnswer(status: 200, body: Array(capabilities.utf8)) }
    if path.hasSuffix("point_in_time") {
      guard hasPoints else { throw SourceFailure(.lasting, "no handler found", status: 400) }
      return HTTPAnswer(status: 200, body: Array(#"{"pit_id":"P1"}"#.utf8))
    }
    return HTTPAnswer(status: 200, body: Array(try search(body).utf8))
  }

  /// All the pages of a reading.
  func pages(
    from: Int64 = 0, isHistory: Bool = false, service: OpenSearchAddress.Service = .domain
  ) async throws -> [Page] {
    let address = try OpenSearchAddress("https://domain.example/cwl-*", service: service)
    let source = OpenSearchSource(address, calls: self, health: FeedHealth())
    var reading = source.read(StoredWindow(from: Timestamp(milliseconds: from), isHistory: isHistory))
    var pages: [Page] = []
    while let page = try await reading.next() { pages.append(page) }
    await reading.close()
    return pages
  }
}

private func hit(_ id: String, at time: Int) -> String {
  #"{"_index":"cwl","_id":"\#(id)","_source":{},"sort":[\#(time),"\#(id)"]}"#
}

private func many(_ count: Int, at time: Int) -> [String] { (0..<count).map { hit("d\($0)", at: time) } }

private func answer(_ hits: [String], total: Int) -> String {
  #"{"timed_out":false,"_shards":{"total":5,"failed":0},"hits":{"total":{"value":\#(total),"relation":"eq"},"hits":[\#(hits.joined(separator: ","))]}}"#
}
