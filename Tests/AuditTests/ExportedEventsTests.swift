import CloudTrail
import Query
import Testing

@testable import Audit

@Suite("Events kept and exported")
struct ExportedEventsTests {
  private func text(_ line: EventLine) -> String { String(decoding: line.json(), as: UTF8.self) }

  /// Events of a minute each, their ids their minutes, read in an order of their own.
  private let texts = (0..<10).map { minute in
    record(
      "\(minute * 7 % 10)", at: "12:0\(minute * 7 % 10):00",
      #""readOnly":\#(minute % 2 == 0),"userAgent":"a\#(minute)","requestParameters":{"userName":"u\#(minute)"}"#
    )
  }

  @Test("without a question the lines are those of --once")
  func all() throws {
    let whole = texts.joined()
    let store = store([whole], keepsDetails: true)
    let archive = MemoryArchive([whole])
    var (once, asked): ([String], [String]) = ([], [])
    store.forEachLine(archive: archive) { once.append(text($0)) }
    store.forEachLine(of: SummaryRequest(), archive: archive, context: EvaluationContext()) {
      asked.append(text($0))
    }
    #expect(once.count == 10)
    #expect(asked == once)
  }

  @Test("a window, a filter and a moment of arrival narrow them")
  func narrowed() throws {
    let store = store([texts.joined()], keepsDetails: true)
    let filter = try FilterSyntax.predicate(from: "is:write", now: time("12:00:00"))
    func ids(_ request: SummaryRequest) -> [String?] {
      var ids: [String?] = []
      store.forEachLine(of: request, archive: nil, context: EvaluationContext()) { ids.append($0.eventID) }
      return ids
    }
    // Read in the order 0 7 4 1 8 5 2 9 6 3, every other one a write.
    #expect(ids(SummaryRequest(predicate: filter)) == ["1", "3", "5", "7", "9"])
    #expect(ids(SummaryRequest(since: time("12:03:00"), until: time("12:06:00"))) == ["3", "4", "5"])
    #expect(ids(SummaryRequest(arrivedBefore: 4)) == ["0", "1", "4", "7"])
  }

  @Test("a body that throws ends it")
  func stopped() {
    struct Enough: Error {}
    var count = 0
    #expect(throws: Enough.self) {
      try store([texts.joined()]).forEachLine(
        of: SummaryRequest(), archive: nil, context: EvaluationContext()
      ) { _ in
        count += 1
        if count == 3 { throw Enough() }
      }
    }
    #expect(count == 3)
  }

  @Test(
    "the line of a row and its record is the store's own",
    arguments: [
      #""errorCode":"AccessDenied","userAgent":"x","readOnly":"true""#,
      #""eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Failure"}"#,
      #""userAgent":"a\u001bb""#,
    ])
  func sameLine(more: String) throws {
    let whole = record("e", more)
    let store = store([whole], keepsDetails: true)
    let row = try #require(store.list(EventListRequest(limit: 1)).rows.first)
    var expected = ""
    store.forEachLine(archive: MemoryArchive([whole])) { expected = text($0) }
    #expect(text(EventLine(row, record: Array(whole.utf8))) == expected)
  }

  @Test(
    "a record kept outside has the identity that the store gives it, also without an eventID",
    arguments: [
      "3a7b1c9e-0000-4000-8000-00000000abcd", "3A7B1C9E-0000-4000-8000-00000000ABCD", "not a uuid", nil,
    ])
  func identity(id: String?) throws {
    let whole = record(id)
    let row = try #require(store([whole]).list(EventListRequest(limit: 1)).rows.first)
    #expect(EventRow.ID(ofRecord: Array(whole.utf8)) == row.id)
    if let id { #expect(EventRow.ID(eventID: id) == row.id) }
  }

  @Test("an identity spells the eventID that is a UUID")
  func spelled() {
    let id = "3a7b1c9e-0000-4000-8000-00000000abcd"
    #expect(EventRow.ID(eventID: id).uuid == id)
  }

  @Test("what is no record has no identity")
  func noRecord() { #expect(EventRow.ID(ofRecord: Array("{}".utf8)) == nil) }

  @Test("a record on one line keeps its values and shows what acts on terminals")
  func json() throws {
    let document = try JSONDocument(
      parsing: Array("{ \"a\" : [1,  2.50,\n\"\\u001b\u{202E}\"], \"b\":null }".utf8))
    #expect(recordJSON(document) == #"{"a":[1,2.50,"\u001b\u202e"],"b":null}"#)
  }
}
