import CloudTrail
import Testing

@testable import Pipeline

/// A log event of the Security account's log group.
func line(_ message: String, id: String = "38000", at time: Int64 = 1_795_521_600_123) -> LogLine {
  LogLine(
    id: id, time: Timestamp(milliseconds: time), message: message, owner: "999999999999",
    group: "/aws/events/iam-audit", stream: "s")
}

/// A record as EventBridge carries it.
func envelope(eventID: String? = "e-1", name: String = "CreateUser", more: String = "") -> String {
  let id = eventID.map { #""eventID":"\#($0)","# } ?? ""
  return """
    {"version":"0","id":"x","detail-type":"AWS API Call via CloudTrail","source":"aws.iam","account":"111122223333",\
    "time":"2026-11-24T11:59:00Z","region":"us-east-1","resources":[],"detail":{"eventVersion":"1.09",\(id)\
    "eventTime":"2026-11-24T11:58:00Z","eventSource":"iam.amazonaws.com","eventName":"\(name)","awsRegion":"us-east-1",\
    "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Admin/alice",\
    "sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/Admin"}}},\
    "sourceIPAddress":"192.0.2.1","userAgent":"cli","readOnly":false\(more),"recipientAccountId":"111122223333"}}
    """
}

@Suite("The document of a log event")
struct EventDocumentTests {
  private func documents(_ line: LogLine) -> [(index: String, id: String, source: String)] {
    EventDocument.documents(of: line, prefix: "cwl-").map {
      ($0.index, $0.id, String(decoding: $0.source, as: UTF8.self))
    }
  }

  private func text(_ source: String, _ name: String) throws -> String? {
    try JSONDocument(parsing: Array(source.utf8)).withView { $0.member(name.utf8)?.text?.string }
  }

  @Test("has the domain's fields, and the log event as it came")
  func fields() throws {
    let message = envelope(
      more: #","errorCode":"AccessDenied","responseElements":null,"requestParameters":{"a":1}"#)
    let found = documents(line(message))
    try #require(found.count == 1)
    #expect(found[0].index == "cwl-2026.11.24")
    #expect(found[0].id == "e-1")
    let expected = [
      "@timestamp": "2026-11-24T12:00:00.123Z", "@message": message, "@id": "e-1", "@owner": "999999999999",
      "@log_group": "/aws/events/iam-audit", "@log_stream": "s", "account": "111122223333",
      "principal": "arn:aws:iam::111122223333:role/Admin", "session": "alice",
      "action": "iam:CreateUser", "eventTime": "2026-11-24T11:58:00.000Z", "eventName": "CreateUser",
      "eventSource": "iam.amazonaws.com", "awsRegion": "us-east-1", "sourceIPAddress": "192.0.2.1",
      "userAgent": "cli", "errorCode": "AccessDenied", "recipientAccountId": "111122223333", "eventID": "e-1",
      "userIdentity.type": "AssumedRole",
      "userIdentity.arn": "arn:aws:sts::111122223333:assumed-role/Admin/alice",
      "userIdentity.sessionContext.sessionIssuer.arn": "arn:aws:iam::111122223333:role/Admin",
    ]
    let texts = try texts(found[0].source)
    #expect(texts == expected)
    #expect(found[0].source.contains(#""readOnly":false"#))
  }

  /// Every text of a document by its path, with dots.
  private func texts(_ source: String) throws -> [String: String] {
    func texts(_ view: JSONView, _ path: String) -> [String: String] {
      var found: [String: String] = [:]
      view.forEachMember { name, value in
        if let text = value.text?.string { found[path + name.string] = text }
        found.merge(texts(value, "\(path)\(name.string).")) { $1 }
        return true
      }
      return found
    }
    return try JSONDocument(parsing: Array(source.utf8)).withView { texts($0, "") }
  }

  @Test(
    "has eventTime only where its fields say all that the record has: by that engines know what they may count",
    arguments: [
      ("", true), (#","errorCode":"""#, true), (#","errorCode":null"#, true), (#","errorCode":404"#, false),
      (#","eventType":["a"]"#, false), (#","readOnly":"TRUE""#, true), (#","readOnly":"yes""#, false),
      (#","recipientAccountId":111122223333"#, true), (#","recipientAccountId":1.1E11"#, false),
      (#","requestParameters":{"eventType":1}"#, true), (#","responseElements":{"ConsoleLogin":1}"#, false),
    ])
  func whole(more: String, isWhole: Bool) throws {
    // Of two keys the last counts, in the reader and in the document.
    let message = envelope().replacing(#","recipientAccountId":"111122223333"}}"#, with: "\(more)}}")
    let source = try #require(documents(line(message)).first?.source)
    #expect(try (texts(source)["eventTime"] != nil) == isWhole)
    #expect(try texts(source)["action"] == "iam:CreateUser")
  }

  @Test(
    "a text that is too long for its keyword is left out, and so is eventTime", arguments: [8_191, 8_192])
  func tooLong(length: Int) throws {
    let agent = String(repeating: "x", count: length)
    let source = try #require(documents(line(envelope(more: #","userAgent":"\#(agent)""#))).first?.source)
    let texts = try texts(source)
    #expect((texts["userAgent"] == agent) == (length <= 8_191))
    #expect((texts["eventTime"] != nil) == (length <= 8_191))
  }

  @Test("an account's id that is a number in the record is a text in the document")
  func numericAccount() throws {
    let message = envelope(more: #","userIdentity":{"type":"AWSAccount","accountId":12345678901}"#)
    let source = try #require(documents(line(message)).first?.source)
    #expect(try texts(source)["userIdentity.accountId"] == "12345678901")
    #expect(try texts(source)["principal"] == "012345678901")
  }

  @Test(
    "is of the UTC day of the log event",
    arguments: [
      (1_795_564_799_999, "cwl-2026.11.24"), (1_795_564_800_000, "cwl-2026.11.25"), (0, "cwl-1970.01.01"),
    ] as [(Int64, String)])
  func day(time: Int64, index: String) {
    #expect(documents(line(envelope(), at: time)).map(\.index) == [index])
  }

  @Test("of a record without an id is known by the record's hash, in whatever log event it comes")
  func hash() throws {
    let record = #"{"eventTime":"2026-11-24T11:58:00Z","eventSource":"iam.amazonaws.com","eventName":"X"}"#
    let first = documents(line(record, id: "1"))
    let second = documents(line(record, id: "2"))
    // printf '%s' '{"eventTime":…}' | sha256sum
    #expect(first.map(\.id) == ["sha256:666f048b1b7364bb668adcae7e7b1e55a8a333dd2eb6c98a5cc79decc05135a8"])
    #expect(second.map(\.id) == first.map(\.id))
  }

  @Test("an id that OpenSearch would not take is replaced by the record's hash")
  func longID() {
    let found = documents(line(envelope(eventID: String(repeating: "a", count: 513))))
    #expect(found.map { $0.id.hasPrefix("sha256:") } == [true])
  }

  @Test(
    "of a line that is no record is kept by the log event's own id",
    arguments: ["hello", "", "{\"a\":1}", "[]"])
  func junk(message: String) throws {
    let found = documents(line(message, id: "38001"))
    try #require(found.count == 1)
    #expect(found[0].id == "38001")
    #expect(try text(found[0].source, "@message") == message)
    #expect(!found[0].source.contains("action"))
  }

  @Test("each of several records in one log event has a document, which is read back as that record alone")
  func several() throws {
    let record = { (id: String) in
      #"{"eventID":"\#(id)","eventTime":"2026-11-24T11:58:00Z","eventSource":"iam.amazonaws.com","eventName":"X"}"#
    }
    let found = documents(line(#"{"Records":[\#(record("a")),\#(record("b"))]}"#))
    #expect(found.map(\.id) == ["a", "b"])
    for (document, id) in zip(found, ["a", "b"]) {
      var read: [String?] = []
      var reader = EventReader(MemorySource(Array(document.source.utf8))) { read.append($0.eventID?.string) }
      _ = reader.read()
      reader.finish()
      #expect(read == [id])
    }
  }

  @Test("a failed sign-in without an errorCode has none, for who asks for none has to find it")
  func failedSignIn() {
    let message = envelope(name: "ConsoleLogin", more: #","responseElements":{"ConsoleLogin":"Failure"}"#)
    #expect(documents(line(message)).map { $0.source.contains("errorCode") } == [false])
  }
}
