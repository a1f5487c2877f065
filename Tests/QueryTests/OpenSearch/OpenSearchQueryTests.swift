import CloudTrail
import Testing

@testable import Query

@Suite struct OpenSearchQueryTests {
  /// Some fields as dynamic mapping makes them.
  private static let capabilities = """
    {"indices":["cwl-1"],"fields":{
      "@timestamp":{"date":{"type":"date","searchable":true}},
      "account":{"text":{"type":"text"}},"account.keyword":{"keyword":{"type":"keyword"}},
      "detail":{"object":{"type":"object"}},
      "detail.eventName":{"text":{"type":"text"}},"detail.eventName.keyword":{"keyword":{"type":"keyword"}},
      "detail.eventSource":{"text":{"type":"text"}},"detail.eventSource.keyword":{"keyword":{"type":"keyword"}},
      "detail.readOnly":{"boolean":{"type":"boolean"}},
      "detail.requestParameters.port":{"long":{"type":"long"}},
      "detail.requestParameters.mixed":{"long":{"type":"long"},"text":{"type":"text"}},
      "detail.requestParameters.name":{"text":{"type":"text"}},
      "detail.requestParameters.name.keyword":{"keyword":{"type":"keyword"}}}}
    """

  private func query(_ predicate: Predicate, window: TimeRange = TimeRange()) throws -> String {
    let shape = try DocumentShape(fieldCapabilities: Array(Self.capabilities.utf8))
    return String(decoding: OpenSearchQuery(predicate, window: window, shape: shape).json, as: UTF8.self)
  }

  @Test("a shape tells roots, and how each field is looked for")
  func shape() throws {
    let shape = try DocumentShape(fieldCapabilities: Array(Self.capabilities.utf8))
    #expect(shape.roots == ["detail"])
    #expect(shape.field(["readOnly"], below: "detail") == .boolean("detail.readOnly"))
    #expect(
      shape.field(["eventName"], below: "detail")
        == .keyword(name: "detail.eventName.keyword", text: "detail.eventName"))
    #expect(shape.field(["requestParameters", "mixed"], below: "detail") == .other)
    #expect(shape.field(["requestParameters"], below: "detail") == nil)
    #expect(!shape.isExtracted)
  }

  @Test("embedded JSON that was extracted is found under its dollar name")
  func extracted() throws {
    let shape = try DocumentShape(
      fieldCapabilities: Array(
        #"{"fields":{"account":{"long":{"type":"long"}},"$detail.eventName":{"keyword":{"type":"keyword"}},"$detail.eventSource":{"keyword":{"type":"keyword"}}}}"#
          .utf8))
    #expect(shape.roots == ["$detail"])
    #expect(shape.isExtracted)
    #expect(shape.envelopeAccount(of: "$detail") == .integer("account"))
  }

  /// A shape of fields that are mapped alike, and `eventTime` where that is wanted.
  private func shape(_ names: [String], _ type: String = "text", hasTime: Bool = false) throws
    -> DocumentShape
  {
    var fields = names.map { #""\#($0)":{"\#(type)":{"type":"\#(type)"}}"# }
    if type == "text" { fields += names.map { #""\#($0).keyword":{"keyword":{"type":"keyword"}}"# } }
    if hasTime { fields.append(#""eventTime":{"date":{"type":"date"}}"#) }
    return try DocumentShape(fieldCapabilities: Array("{\"fields\":{\(fields.joined(separator: ","))}}".utf8))
  }

  private static let record = ["eventName", "eventSource"]
  private static let selection = record + ["account", "action", "principal"]

  @Test("of documents that hold some of the record's fields, no other field is expected, and nothing counted")
  func selection() throws {
    #expect(try shape(Self.record).expected(["errorCode"], below: "") != nil)
    #expect(try shape(Self.selection).expected(["errorCode"], below: "") == nil)
    #expect(try shape(Self.record).isCountable)
    #expect(try !shape(Self.selection).isCountable)
  }

  @Test("those that have the time hold every field of CloudTrail's own, and are counted")
  func wholeSelection() throws {
    let shape = try shape(Self.selection, hasTime: true)
    #expect(shape.isCountable)
    #expect(shape.expected(["errorCode"], below: "") != nil)
    #expect(shape.envelopeAccount(of: "") == .keyword(name: "account.keyword", text: "account"))
    #expect(try self.shape(Self.record, hasTime: true).envelopeAccount(of: "") == nil)
  }

  @Test("those that lack it are found whatever is asked, for they may hold less than their records")
  func partOfSelection() throws {
    let shape = try shape(Self.selection, hasTime: true)
    let query = String(decoding: OpenSearchQuery(.flag(.denied), shape: shape).json, as: UTF8.self)
    #expect(query.contains(#"{"bool":{"must_not":[{"exists":{"field":"eventTime"}}]}}"#))
  }

  @Test(
    "a keyword of the function's is asked for long texts and for being there; another's may have been cut")
  func wholeKeywords() throws {
    func query(_ predicate: Predicate, _ names: [String]) throws -> OpenSearchQuery {
      OpenSearchQuery(
        predicate,
        shape: try shape(names + ["errorCode", "responseElements.ConsoleLogin"], "keyword", hasTime: true))
    }
    #expect(try query(.flag(.error), Self.selection).isExact)
    #expect(try !query(.flag(.error), Self.record).isExact)
    let any = Predicate.field(.record(keys: "errorCode"), .text(TextPattern(glob: "*Denied*")))
    #expect(String(decoding: try query(any, Self.selection).json, as: UTF8.self).contains(".*[dD]"))
    #expect(try query(any, Self.record).json == Array(#"{"match_all":{}}"#.utf8))
  }

  @Test("a timeline whose errors are asked for in part says so, and only a timeline")
  func timelineErrors() throws {
    func remarks(_ names: [String], _ tables: Set<SummaryRequest.Table>) throws -> Set<EngineRemark> {
      let shape = try shape(names + ["errorCode", "responseElements.ConsoleLogin"], "keyword", hasTime: true)
      return OpenSearchSummary(SummaryRequest(tables: tables), shape: shape).answer.remarks
    }
    #expect(try remarks(Self.record, [.timeline]) == [.timelineErrorsWidened])
    #expect(try remarks(Self.record, [.groups]) == [])
    #expect(try remarks(Self.selection, [.timeline]) == [])
  }

  @Test("an answer without fields says no shape", arguments: ["", "[]", "{}", #"{"fields":1}"#])
  func unreadable(_ answer: String) {
    #expect(throws: DocumentShape.Unreadable.self) {
      try DocumentShape(fieldCapabilities: Array(answer.utf8))
    }
  }

  @Test("the window is of the store's own time, in milliseconds")
  func window() throws {
    let window = TimeRange(from: Timestamp(milliseconds: 5), through: Timestamp(milliseconds: 7))
    #expect(
      try query(.always, window: window)
        == #"{"range":{"@timestamp":{"gte":5,"lte":7,"format":"epoch_millis"}}}"#)
  }

  @Test("a text whose case counts is a term, else an expression with both cases")
  func texts() throws {
    let exactly = try query(.equals(.eventName, ExactString("Get")))
    #expect(exactly.contains(#"{"term":{"detail.eventName.keyword":"Get"}}"#))
    let folded = try query(.field(.event(.eventName), .text(TextPattern(glob: "k*.\"?"))))
    #expect(folded.contains(#"{"regexp":{"detail.eventName.keyword":"[kK"#))
    #expect(folded.contains(#"].*\\.\\\"."}}"#))
  }

  @Test(
    "what the index may have changed, split or never seen is not asked",
    arguments: [
      (.record(keys: "requestParameters", "mixed"), "a"), (.record(keys: "requestParameters", "unseen"), "a"),
      (.record(keys: "requestParameters", "name"), "1.50"),
      (.record(keys: "requestParameters", "name"), "1e*"),
    ] as [(FieldPath, String)])
  func notAsked(_ path: FieldPath, _ glob: String) throws {
    #expect(try query(.field(path, .text(TextPattern(glob: glob)))) == #"{"match_all":{}}"#)
  }

  @Test("an element's negation and any place of an array are not turned round")
  func elements() throws {
    let inner = Predicate.field(.record(keys: "name"), .text(TextPattern(exactly: "a")))
    let path: [FieldPath.Step] = [.key(ExactString("requestParameters"))]
    #expect(try query(.elements(path, .any, .not(inner))) == #"{"match_all":{}}"#)
    #expect(try query(.not(.elements(path, .any, inner))) == #"{"match_all":{}}"#)
    let first = path + [.key(ExactString("name")), .index(0)]
    #expect(
      try query(.not(.field(.record(first), .text(TextPattern(exactly: "a"))))) == #"{"match_all":{}}"#)
  }

  @Test("a range of numbers is widened to whole numbers, as a whole-numbered field cuts fractions")
  func numbers() throws {
    let range = NumberRange(
      lower: .init(.double(1.5), inclusive: false), upper: .init(.double(2.5), inclusive: true))
    #expect(
      try query(.field(.record(keys: "requestParameters", "port"), .number(range)))
        .contains(#"{"range":{"detail.requestParameters.port":{"gte":1,"lte":3}}}"#))
  }

  @Test("documents in which no record is indexed are always among what is found")
  func unindexed() throws {
    #expect(
      try query(.flag(.read)).contains(
        #"{"bool":{"must_not":[{"exists":{"field":"detail.eventSource.keyword"}},{"exists":{"field":"detail.eventSource"}}"#
      ))
    #expect(
      String(decoding: OpenSearchQuery(.flag(.read), shape: .messageOnly).json, as: UTF8.self)
        == #"{"match_all":{}}"#)
  }

  @Test("a predicate of thousands of parts stays within the engine's limits")
  func many() throws {
    let parts = (0..<5000).map { Predicate.equals(.eventName, ExactString("Name\($0)")) }
    #expect(try query(.any(parts)) == #"{"match_all":{}}"#)
    var deep = Predicate.equals(.eventName, ExactString("x"))
    for _ in 0..<200 { deep = .any([.all([deep, .flag(.read)]), .flag(.denied)]) }
    #expect(try query(deep).count < 20_000)
  }
}
