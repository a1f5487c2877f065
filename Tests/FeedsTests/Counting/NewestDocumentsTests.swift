import AWS
import CloudTrail
import Query
import Synchronization
import Testing

@testable import Feeds

@Suite struct NewestDocumentsTests {
  private let window = StoredWindow(
    from: Timestamp(milliseconds: 5), through: Timestamp(milliseconds: 9_000), isHistory: true)

  @Test func `a domain is asked for the newest, narrowed to what is wanted`() async throws {
    let domain = CountingDomain(hits: ["b", "a"])
    let found = try await domain.source().newest(.flag(.error), in: window, limit: 2)
    #expect(found.page.documents.map(\.id) == ["cwl/b", "cwl/a"])
    #expect(!found.isAll)
    let body = try #require(domain.bodies.last)
    #expect(body.contains(#""size":2,"#))
    #expect(body.contains(#""@timestamp":{"order":"desc""#) && body.contains(#""@id":{"order":"desc""#))
    #expect(body.contains("errorCode"))
  }

  @Test func `fewer than were asked for are all`() async throws {
    let found = try await CountingDomain(hits: ["a"]).source().newest(.always, in: window, limit: 2)
    #expect(found.isAll)
  }

  @Test func `what is too large comes in smaller parts`() async throws {
    let domain = CountingDomain(hits: ["a"], largest: 25)
    let found = try await domain.source().newest(.always, in: window, limit: 100)
    #expect(
      domain.bodies.suffix(3).compactMap { $0.firstMatch(of: /"size":(\d+)/)?.1 } == ["100", "50", "25"])
    #expect(found.isAll)
  }

  @Test func `a domain says once how its documents look, however much is counted`() async throws {
    let domain = CountingDomain(hits: ["a"])
    let source = try domain.source()
    _ = try await source.matches(SummaryRequest(), in: window)
    _ = try await source.matches(SummaryRequest(), in: window)
    _ = try await source.newest(.always, in: window, limit: 2)
    #expect(domain.paths.count { $0.hasSuffix("/_field_caps") } == 2, "the shape once, the order once")
  }

  @Test func `Logs Insights is asked for the newest, and bills what it reads`() async throws {
    let service = LogsService { operation, _ in
      operation == "StartQuery"
        ? #"{"queryId":"q"}"#
        : #"""
        {"status":"Complete","statistics":{"bytesScanned":70.0},"results":[[
        {"field":"@timestamp","value":"1970-01-01 00:00:02.000"},{"field":"@message","value":"{}"},
        {"field":"@ptr","value":"p"}]]}
        """#
    }
    let source = InsightsSource(try LogGroups("a"), calls: service.calls, clock: .still)
    let found = try await source.newest(.always, in: window, limit: 7)
    #expect(found.page.documents.map(\.id) == ["p"] && found.isAll)
    #expect(found.page.bytesScanned == 70)
    #expect(service.bodies.first?.contains("| sort @timestamp desc | limit 7") == true)
  }

  @Test func `a window before the log group has nothing to count and nothing to fetch`() async throws {
    let service = LogsService { (_, _) throws(SourceFailure) in
      throw SourceFailure(
        .lasting,
        "MalformedQueryException: Query's end date and time is either before the log groups creation time or",
        status: 400)
    }
    let source = InsightsSource(try LogGroups("a"), calls: service.calls, clock: .still)
    #expect(try await source.newest(.always, in: window, limit: 7).isAll)
    #expect(try await source.count(SummaryRequest(), in: window).answer.summary.totals.events == 0)
  }
}

/// A domain with a few hits, and at most so many in an answer.
private final class CountingDomain: SignedCalls {
  private let hits: [String]
  private let largest: Int
  private let log = Mutex<[(path: String, body: String)]>([])

  init(hits: [String], largest: Int = .max) { (self.hits, self.largest) = (hits, largest) }

  var bodies: [String] { log.withLock { $0.map(\.body) } }
  var paths: [String] { log.withLock { $0.map(\.path) } }

  func source() throws -> OpenSearchSource {
    OpenSearchSource(
      try OpenSearchAddress("https://domain.example/cwl-*", service: .domain), calls: self,
      health: FeedHealth())
  }

  func answer(to request: HTTPRequest) async throws(SourceFailure) -> HTTPAnswer {
    let path = String(request.url.prefix { $0 != "?" })
    let body = String(decoding: request.body, as: UTF8.self)
    log.withLock { $0.append((path, body)) }
    if path.hasSuffix("/_field_caps") {
      return HTTPAnswer(
        status: 200,
        body: Array(
          #"""
          {"fields":{"@timestamp":{"date":{}},"@id":{"keyword":{}},"errorCode":{"keyword":{}},
          "eventName":{"keyword":{}},"eventTime":{"date":{}},"eventSource":{"keyword":{}}}}
          """#.utf8))
    }
    if let size = body.firstMatch(of: /"size":(\d+)/).flatMap({ Int($0.1) }), size > largest {
      throw SourceFailure(.tooLarge, "too large")
    }
    let found = hits.map { #"{"_index":"cwl","_id":"\#($0)","_source":{},"sort":[7,"\#($0)"]}"# }
    return HTTPAnswer(
      status: 200,
      body: Array(
        #"{"hits":{"total":{"value":\#(hits.count),"relation":"eq"},"hits":[\#(found.joined(separator: ","))]}}"#
          .utf8))
  }
}
