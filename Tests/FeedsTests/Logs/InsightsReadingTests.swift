import CloudTrail
import Query
import Testing

@testable import Feeds

@Suite struct InsightsReadingTests {
  @Test func `a query is asked of all groups, in whole seconds`() async throws {
    let service = LogsService { operation, _ in
      operation == "StartQuery" ? started : results("Complete")
    }
    let groups = try LogGroups("a,b")
    _ = try await pages(of: source(service, groups: groups), from: 1_999, through: 5_001)
    #expect(
      service.bodies.first
        == #"{"logGroupIdentifiers":["a","b"],"startTime":1,"endTime":5,"queryString":"fields @timestamp, @message | sort @timestamp asc | limit 100000"}"#
    )
  }

  @Test func `a predicate narrows the query`() async throws {
    let service = LogsService { operation, _ in operation == "StartQuery" ? started : results("Complete") }
    let source = InsightsSource(
      try LogGroups("a"), calls: service.calls, .flag(.error), clock: .still)
    _ = try await pages(of: source)
    #expect(service.bodies.first?.contains("@message | filter ") == true)
  }

  @Test func `rows of a running query are given before the rest, and bytes are counted once`() async throws {
    let polls = Script([
      results("Scheduled"), results("Running", [row("p1", second: 1)], bytes: 100),
      results("Running", [row("p1", second: 1)], bytes: 100),
      results("Complete", [row("p1", second: 1), row("p2", second: 2)], bytes: 250),
    ])
    let service = LogsService { operation, _ in operation == "StartQuery" ? started : polls.next() }
    let pages = try await pages(of: source(service))
    #expect(pages.map { $0.documents.map(\.id) } == [["p1"], ["p1"], ["p1", "p2"]])
    #expect(pages.map(\.bytesScanned) == [100, 0, 150])
    #expect(pages.map(\.reached?.milliseconds) == [nil, nil, 1_999])
  }

  @Test func `what is asked again is the message alone`() async throws {
    let service = LogsService { operation, _ in
      operation == "StartQuery" ? started : results("Complete", [row("p1", second: 1)])
    }
    let page = try #require(try await pages(of: source(service)).first)
    #expect(String(decoding: page.text.bytes, as: UTF8.self) == #"{"@message":"{\"n\":1}"}"#)
  }

  @Test func `pages go on by the token`() async throws {
    let service = LogsService { operation, body in
      if operation == "StartQuery" { return started }
      return body.contains(#""nextToken":"t""#)
        ? results("Complete", [row("p2", second: 2)])
        : results("Complete", [row("p1", second: 1)], token: "t")
    }
    let pages = try await pages(of: source(service))
    #expect(pages.map { $0.documents.map(\.id) } == [["p1"], ["p2"]])
    #expect(service.operations == ["StartQuery", "GetQueryResults", "GetQueryResults"])
  }

  @Test func `a row that cannot be read makes the answer partial, which is not asked for again`() async throws
  {
    let service = LogsService { operation, _ in
      operation == "StartQuery"
        ? started : results("Complete", [#"[{"field":"@ptr","value":"p0"}]"#, row("p1", second: 1)])
    }
    let pages = try await pages(of: source(service))
    #expect(pages.map { $0.documents.map(\.id) } == [["p1"]])
    #expect(pages.map(\.shortfall) == ["a row of Logs Insights came without its time or its message"])
    #expect(service.operations == ["StartQuery", "GetQueryResults"])
  }

  @Test func `a token that comes again ends the reading, which is not whole`() async throws {
    let service = LogsService { operation, _ in
      operation == "StartQuery" ? started : results("Complete", [row("p1", second: 1)], token: "t")
    }
    let pages = try await pages(of: source(service))
    #expect(pages.map(\.shortfall) == [nil, "Logs Insights names the same page again as the next one"])
  }

  @Test func `an answer as long as may be is cut off, and the next query begins with its last second`()
    async throws
  {
    let polls = Script([
      results("Complete", [row("p1", second: 1), row("p2", second: 3)]),
      results("Complete", [row("p2", second: 3)]),
    ])
    let service = LogsService { operation, _ in operation == "StartQuery" ? started : polls.next() }
    let pages = try await pages(of: source(service, rows: 2))
    #expect(pages.map { $0.documents.map(\.id) } == [["p1", "p2"], ["p2"]])
    #expect(pages.allSatisfy { $0.shortfall == nil })
    #expect(service.bodies(of: "StartQuery").last?.contains(#""startTime":3,"endTime":10,"#) == true)
  }

  @Test func `a second that holds more than an answer is told, and reading goes on behind it`() async throws {
    let polls = Script([
      results("Complete", [row("p1", second: 3), row("p2", second: 3)]), results("Complete"),
    ])
    let service = LogsService { operation, _ in operation == "StartQuery" ? started : polls.next() }
    let pages = try await pages(of: source(service, rows: 2), from: 3_000)
    #expect(
      pages.map(\.shortfall) == [
        "more than 2 events are of the second 1970-01-01T00:00:03Z; the others cannot be asked for", nil,
      ])
    #expect(service.bodies(of: "StartQuery").last?.contains(#""startTime":4,"#) == true)
  }

  @Test func `a window before the group's creation is empty`() async throws {
    let service = LogsService { _, _ throws(SourceFailure) in
      throw SourceFailure(
        .lasting,
        "logs in eu-west-1: MalformedQueryException: Query's end date and time is either before the log groups "
          + "creation time or exceeds the log groups log retention settings", status: 400)
    }
    #expect(try await pages(of: source(service)).isEmpty)
  }

  @Test func `a query that is wrong is an error`() async throws {
    let wrong = SourceFailure(
      .lasting,
      "logs in eu-west-1: MalformedQueryException: unexpected symbol found ( at line 1 and position 4",
      status: 400)
    let service = LogsService { _, _ throws(SourceFailure) in throw wrong }
    let source = try source(service)
    await #expect(throws: wrong) { _ = try await pages(of: source) }
  }

  @Test(arguments: ["Failed", "Cancelled", "Timeout"])
  func `a query that ended without its answer is tried again`(status: String) async throws {
    let service = LogsService { operation, _ in operation == "StartQuery" ? started : results(status) }
    let source = try source(service)
    await #expect(
      throws: SourceFailure(.transient, "the query of Logs Insights ended without its answer: \(status)")
    ) { _ = try await pages(of: source) }
    #expect(!service.operations.contains("StopQuery"))
  }

  @Test func `a query that is not awaited any more is stopped`() async throws {
    let service = LogsService { operation, _ in
      switch operation {
      case "StartQuery": started
      case "StopQuery": "{}"
      default: results("Running", [row("p1", second: 1)])
      }
    }
    var reading = try source(service).read(StoredWindow(from: Timestamp(milliseconds: 0)))
    _ = try await reading.next()
    await reading.close()
    #expect(service.operations.last == "StopQuery")
    #expect(service.bodies.last == #"{"queryId":"q1"}"#)
  }
}

private func source(
  _ service: LogsService, groups: LogGroups? = nil, rows: Int = InsightsQuery.mostRows
) throws -> InsightsSource {
  InsightsSource(try groups ?? LogGroups("iam"), calls: service.calls, rows: rows, clock: .still)
}

private func row(_ pointer: String, second: Int) -> String {
  #"[{"field":"@timestamp","value":"1970-01-01 00:00:0\#(second).000"},{"field":"@message","value":"{\"n\":\#(second)}"},{"field":"@ptr","value":"\#(pointer)"}]"#
}
