import Seeded
import Testing

@testable import CloudTrail

/// Every envelope of DESIGN, and what is in none (COUNTING 3, 4, 5, 11 and 12).
@Suite struct EnvelopeTests {
  private func ids(_ text: String) throws -> [String] { try #require(read(text)).ids }

  // MARK: Envelopes (DESIGN)

  @Test(
    "each list of records is read",
    arguments: [
      #"{"Records":[<>]}"#, #"{"Events":[<>]}"#, #"{"events":[<>]}"#, #"{"logEvents":[<>]}"#,
      #"{"hits":[<>]}"#,
      #"{"hits":{"total":{"value":1},"hits":[<>]}}"#, "[<>]", #"{"a":1,"Records" : [ <> ] ,"b":2}"#,
      #"{"\u0052ecords":[<>]}"#,
    ])
  func lists(text: String) throws { #expect(try ids(text.replacing("<>", with: record("1"))) == ["1"]) }

  @Test("an EventBridge event's record is its detail, which the event gives its account and its time")
  func eventBridge() throws {
    let text =
      #"{"version":"0","detail-type":"AWS API Call via CloudTrail","account":"12345678901","time":"2026-11-01T05:00:00Z","#
      + #""detail":{"eventSource":"iam.amazonaws.com","eventName":"GetUser","eventID":"1"}}"#
    let event = try #require(read(text)?.events.first)
    #expect(event.account == "012345678901")
    #expect(event.time == "2026-11-01T05:00:00Z")
  }

  @Test("a record's own account and time come before its envelope's")
  func ownFirst() throws {
    let text =
      #"{"account":"1","time":"2026-11-01T05:00:00Z","detail":\#(record("1", #""recipientAccountId":"2""#))}"#
    let event = try #require(read(text)?.events.first)
    #expect(event.account == "000000000002")
    #expect(event.time == "2026-11-01T00:00:00Z")
  }

  @Test("the envelope's account comes before the caller's")
  func envelopeBeforeIdentity() throws {
    let text = #"{"account":"1","detail":\#(record("1", #""userIdentity":{"accountId":"2"}"#))}"#
    #expect(try #require(read(text)?.events.first).account == "000000000001")
  }

  @Test(
    "an empty or useless envelope account gives way to the caller's",
    arguments: [#""""#, "null", "true", "1.5"])
  func uselessEnvelope(account: String) throws {
    let text = #"{"account":\#(account),"detail":\#(record("1", #""userIdentity":{"accountId":"2"}"#))}"#
    #expect(try #require(read(text)?.events.first).account == "000000000002")
  }

  @Test("a CloudWatch Logs document's record is in its message, bare or in an EventBridge event")
  func logsDocument() throws {
    #expect(try ids(#"{"@id":"7","@message":\#(quoted(record("1")))}"#) == ["1"])
    #expect(try ids(#"{"@id":"7","@message":\#(quoted(#"{"detail":\#(record("1"))}"#))}"#) == ["1"])
  }

  @Test("the message comes before the fields that were extracted from it")
  func messageFirst() throws {
    #expect(
      try ids(#"{"detail":\#(record("extracted")),"@message":\#(quoted(#"{"detail":\#(record("raw"))}"#))}"#)
        == ["raw"])
  }

  @Test("an OpenSearch hit's record is in its source")
  func hit() throws {
    #expect(
      try ids(#"{"_index":"cwl-2026.11.01","_id":"7","_source":{"@id":"7","detail":\#(record("1"))}}"#) == [
        "1"
      ])
  }

  @Test("a subscription payload's records are its events' messages")
  func payload() throws {
    let events = ["1", "2"].map { #"{"id":"7","timestamp":1793491200000,"message":\#(quoted(record($0)))}"# }
    let text =
      #"{"messageType":"DATA_MESSAGE","owner":"999999999999","logEvents":[\#(events.joined(separator: ","))]}"#
    #expect(try ids(text) == ["1", "2"])
  }

  @Test("LookupEvents output's records are strings")
  func lookup() throws {
    #expect(
      try ids(#"{"Events":[{"EventId":"x","CloudTrailEvent":\#(quoted(record("1")))}],"NextToken":"t"}"#) == [
        "1"
      ])
  }

  @Test("a record inside a string stands nowhere in the text")
  func decodedPlace() throws {
    let event = try #require(read(#"{"@message":\#(quoted(record("1")))}"#)?.events.first)
    #expect(event.position == nil)
    #expect(event.record == record("1"))
  }

  // MARK: Lists (COUNTING 3)

  @Test("a list that occurs twice is read twice")
  func twice() throws {
    #expect(try ids(#"{"Records":[\#(record("1"))],"Records":[\#(record("2"))]}"#) == ["1", "2"])
  }

  @Test(
    "an element that is no object is one reject each",
    arguments: ["1", #""x""#, "null", "true", "[]", #"[{"a":1}]"#])
  func noObject(element: String) throws {
    let seen = try #require(read("[\(element),\(record("1")),\(element)]"))
    #expect(seen.ids == ["1"])
    #expect(seen.rejected == 2)
  }

  @Test("an empty list is no reject", arguments: [#"{"Records":[]}"#, "[]", "[ ]", #"{"hits":{"hits":[]}}"#])
  func emptyList(text: String) { #expect(read(text) == Seen()) }

  @Test(
    "a list's name with another value is no list",
    arguments: [#"{"Records":{}}"#, #"{"Records":"[]"}"#, #"{"hits":{"total":0}}"#, "{}"])
  func noList(text: String) { #expect(read(text) == Seen(rejected: 1)) }

  @Test("eight wrappings are read and nine are one reject")
  func wrappings() throws {
    func wrapped(_ count: Int) -> String {
      (0..<count).reduce(record("1")) { text, _ in #"{"detail":\#(text)}"# }
    }
    #expect(try ids(wrapped(8)) == ["1"])
    #expect(read(wrapped(9)) == Seen(rejected: 1))
  }

  @Test("lists within lists count as wrappings")
  func listWrappings() throws {
    func wrapped(_ count: Int) -> String {
      (0..<count).reduce(record("1")) { text, _ in #"{"Records":[\#(text)]}"# }
    }
    #expect(try ids(wrapped(8)) == ["1"])
    #expect(read(wrapped(9)) == Seen(rejected: 1))
  }

  @Test(
    "what other services send is rejected",
    arguments: [
      #"{"Type":"Notification","MessageId":"1","Message":"{}","Timestamp":"2026-11-01T00:00:00Z"}"#,
      #"{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Message":"{}"}}]}"#,
      #"{"Records":[{"messageId":"1","body":"{}","eventSource":"aws:sqs","awsRegion":"us-east-1"}]}"#,
      #"{"Records":[{"kinesis":{"data":"e30="},"eventSource":"aws:kinesis","eventName":"aws:kinesis:record","eventID":"s:1"}]}"#,
      #"{"status":"Complete","results":[[{"field":"@ptr","value":"x"}]]}"#,
      #"[[{"field":"@ptr","value":"x"}]]"#,
      #"{"awsAccountId":"1","digestStartTime":"2026-11-01T00:00:00Z","logFiles":[]}"#,
      #"{"eventTime":"2026-11-01T00:00:00Z","eventType":"AwsCloudTrailInsight","insightDetails":{"eventName":"X"}}"#,
      #"{"eventTime":"2026-11-01T00:00:00Z","eventName":"X","eventType":"AwsCloudTrailInsight"}"#,
      #"{"eventTime":"2026-11-01T00:00:00Z","eventSource":"x","eventCategory":"Insight"}"#,
    ])
  func others(text: String) { #expect(read(text) == Seen(rejected: 1)) }

  // MARK: Control messages (COUNTING 4)

  @Test(
    "a control message counts nothing, wherever its type stands",
    arguments: [
      #"{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"CWL CONTROL MESSAGE: Checking health"}]}"#,
      #"{"logEvents":[{"message":"CWL CONTROL MESSAGE: Checking health"}],"messageType":"CONTROL_MESSAGE"}"#,
      #"{"logEvents":[],"messageType":"CONTROL\u005fMESSAGE"}"#,
    ])
  func control(text: String) { #expect(read(text) == Seen()) }

  @Test("a payload whose type comes last is read")
  func typeLast() throws {
    #expect(
      try ids(#"{"logEvents":[{"message":\#(quoted(record("1")))}],"messageType":"DATA_MESSAGE"}"#) == ["1"])
  }

  @Test("a payload whose type never comes is read")
  func typeNever() throws { #expect(try ids(#"{"logEvents":[\#(record("1"))]}"#) == ["1"]) }

  @Test("lists beside a list that waits for its type are read in order")
  func waitingList() throws {
    #expect(
      try ids(#"{"logEvents":[\#(record("1"))],"Records":[\#(record("2"))],"messageType":"DATA_MESSAGE"}"#)
        == ["1", "2"])
  }

  @Test("a type that came before another list is remembered")
  func typeBeforeLists() throws {
    let text =
      #"{"pad":"\#(String(repeating: "x", count: 3000))","messageType":"CONTROL_MESSAGE","Records":[],"logEvents":[1]}"#
    #expect(read(text) == Seen())
  }

  // MARK: Strings (COUNTING 5)

  @Test(
    "a string that is not exactly one value gives no record",
    arguments: ["", " ", "text", "R R", "R,", "R x", "[R", "\"R\"", "NaN"])
  func notOneValue(message: String) {
    let text = message.replacing("R", with: record("1"))
    #expect(read(#"{"@message":\#(quoted(text))}"#) == Seen(rejected: 1))
  }

  @Test("blanks around the value are allowed")
  func blanks() throws { #expect(try ids(#"{"@message":\#(quoted(" \(record("1")) "))}"#) == ["1"]) }

  @Test("a message that gives no record falls back to the root, then to detail")
  func fallback() throws {
    #expect(try ids(record("root", #""@message":"text","detail":\#(record("detail"))"#)) == ["root"])
    #expect(try ids(#"{"@message":"text","detail":\#(record("detail"))}"#) == ["detail"])
    #expect(try ids(#"{"@message":"{}","detail":\#(record("detail"))}"#) == ["detail"])
    #expect(try ids(#"{"@message":"[]","detail":\#(record("detail"))}"#) == ["detail"])
  }

  @Test("a message that gives nothing, without root and detail, is one reject")
  func noFallback() {
    #expect(read(#"{"@message":"{\"Records\":[{},{}]}","detail":{}}"#) == Seen(rejected: 1))
  }

  @Test("what a message rejects beside records counts")
  func rejectsBeside() throws {
    let seen = try #require(read(#"{"@message":\#(quoted(#"{"Records":[{},\#(record("1"))]}"#))}"#))
    #expect(seen.ids == ["1"])
    #expect(seen.rejected == 1)
  }

  @Test("what is wrapped is read the same after others as alone")
  func alone() throws {
    let wrappings: [(String) -> String] = [
      { #"{"@id":"7","@message":\#(quoted($0))}"# }, { #"{"detail":\#($0)}"# },
      { #"{"account":"1","message":\#(quoted($0))}"# }, { #"{"_source":\#($0)}"# },
      { #"{"@message":\#(quoted(#"{"Records":[{},\#($0)]}"#))}"# },
    ]
    let useless = [
      "{}", #"{"@message":"{\"Records\":[{},{}]}"}"#, #"{"@message":"{\"eventName\":"}"#,
      #"{"@message":"{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[]}"}"#, #"{"message":"[1]"}"#,
    ]
    var random = SeededRandom(state: 3)
    let texts = (0..<300).map { number in
      var text = random.below(4) == 0 ? random.pick(useless) : record("\(number)")
      for _ in 0..<random.below(4) { text = random.pick(wrappings)(text) }
      return text
    }
    let together = try #require(read(texts.joined(separator: "\n")))
    let apart = try texts.map { try #require(read($0)) }
    #expect(together.ids == apart.flatMap(\.ids))
    #expect(together.rejected == apart.map(\.rejected).reduce(0, +))
  }

  // MARK: Records (COUNTING 10 to 12)

  @Test(
    "an object without a usable time, or without name and source, is no record",
    arguments: [
      #"{"eventName":"GetUser","eventSource":"iam.amazonaws.com"}"#,
      #"{"eventTime":"yesterday","eventName":"GetUser"}"#,
      #"{"eventTime":1793491200,"eventName":"GetUser"}"#, #"{"eventTime":"2026-11-01T00:00:00Z"}"#,
      #"{"eventTime":"2026-11-01T00:00:00Z","eventName":"","eventSource":7}"#,
      #"{"time":"2026-11-01T00:00:00Z","eventName":"GetUser"}"#,
    ])
  func noRecord(text: String) { #expect(read(text) == Seen(rejected: 1)) }

  @Test("an unusable eventTime gives way to the envelope's time, then to the document's")
  func times() throws {
    func time(_ text: String) throws -> String { try #require(read(text)?.events.first).time }
    let detail = #"{"eventTime":"never","eventName":"A"}"#
    #expect(
      try time(#"{"@timestamp":"2026-11-01T02:00:00Z","time":"2026-11-01T01:00:00Z","detail":\#(detail)}"#)
        == "2026-11-01T01:00:00Z")
    #expect(
      try time(#"{"@timestamp":"2026-11-01T02:00:00Z","time":"soon","detail":\#(detail)}"#)
        == "2026-11-01T02:00:00Z")
    #expect(try time(#"{"@timestamp":"2026-11-01T02:00:00Z","eventName":"A"}"#) == "2026-11-01T02:00:00Z")
    let inner = quoted(#"{"time":"2026-11-01T01:00:00Z","detail":\#(detail)}"#)
    #expect(
      try time(#"{"@timestamp":"2026-11-01T02:00:00Z","@message":\#(inner)}"#) == "2026-11-01T01:00:00Z")
    #expect(
      try time(#"{"@timestamp":"2026-11-01T02:00:00Z","@message":\#(quoted(detail))}"#)
        == "2026-11-01T02:00:00Z")
  }
}
