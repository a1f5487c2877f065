import Testing

@testable import CloudTrail

@Suite struct EventViewTests {
  /// The one event of a record with these members.
  private func event(_ members: String) throws -> SeenEvent {
    let seen = seen(MemorySource(Array(record("1", members).utf8)))
    return try #require(seen.events.first)
  }

  // MARK: Account (COUNTING 10 and 16)

  @Test(
    "an account id of 1 to 12 digits, or a whole number, is padded to 12",
    arguments: [
      (#""111122223333""#, "111122223333"), (#""12345678901""#, "012345678901"), (#""7""#, "000000000007"),
      ("7", "000000000007"),
      ("12345678901", "012345678901"), ("0", "000000000000"), ("999999999999", "999999999999"),
      (#""1\u0032""#, "000000000012"),
      ("1.0", "000000000001"), ("1e3", "000000001000"), ("1.5e1", "000000000015"), ("-0", "000000000000"),
      ("10e-1", "000000000001"),
    ])
  func padded(value: String, account: String) throws {
    #expect(try event(#""recipientAccountId":\#(value)"#).account == account)
  }

  @Test(
    "any other string stays as it is written",
    arguments: ["ANONYMOUS_PRINCIPAL", "1234567890123", "12 34", "1234-5678", "+12", "１２３", " 12"])
  func asWritten(account: String) throws {
    #expect(try event(#""recipientAccountId":"\#(account)""#).account == account)
  }

  @Test(
    "what is no account id counts as absent",
    arguments: [
      "null", "true", "[]", "{}", #""""#, "-1", "1.5", "1000000000000", "1e12", "1e-1", #"["111122223333"]"#,
      "99999999999999999999999999", "1e400", "1e-400",
    ])
  func absent(value: String) throws {
    #expect(
      try event(#""recipientAccountId":\#(value),"userIdentity":{"accountId":"222233334444"}"#).account
        == "222233334444")
  }

  @Test("the recipient comes before the caller's account")
  func recipientFirst() throws {
    let members = #""userIdentity":{"accountId":"222233334444"},"recipientAccountId":"111122223333""#
    #expect(try event(members).account == "111122223333")
  }

  @Test("the owner of a log group is never the account")
  func owner() throws {
    #expect(try event(#""@owner":"999999999999","owner":"999999999999""#).account == "unknown")
  }

  // MARK: Action (COUNTING 11)

  @Test("the action is the source without .amazonaws.com, a colon, and the name")
  func action() throws { #expect(try event("").action == "iam:GetUser") }

  @Test(
    "a source of another form stays whole",
    arguments: [
      ("iam", "iam"), ("iam.amazonaws.com.cn", "iam.amazonaws.com.cn"), ("amazonaws.com", "amazonaws.com"),
    ])
  func otherSource(source: String, service: String) throws {
    #expect(try event(#""eventSource":"\#(source)""#).action == "\(service):GetUser")
  }

  @Test(
    "a missing name or source says unknown",
    arguments: [("eventName", "iam:unknown"), ("eventSource", "unknown:GetUser")])
  func missingHalf(field: String, action: String) throws {
    #expect(try event(#""\#(field)":"""#).action == action)
  }

  // MARK: Error (COUNTING 17)

  @Test(
    "a non-empty errorCode is an error",
    arguments: [(#""AccessDenied""#, true), (#""""#, false), ("7", false), ("null", false)])
  func error(code: String, isError: Bool) throws {
    #expect(try event(#""errorCode":\#(code)"#).isError == isError)
  }

  @Test(
    "a failed ConsoleLogin is an error without a code",
    arguments: [
      (#"{"ConsoleLogin":"Failure"}"#, true), (#"{"ConsoleLogin":"Success"}"#, false),
      (#"{"ConsoleLogin":"failure"}"#, false),
      ("null", false), (#"["Failure"]"#, false), (#"{"ConsoleLogin":["Failure"]}"#, false),
      (#"{"ConsoleLogin":"Success","ConsoleLogin":"Failur\u0065"}"#, true),
    ])
  func failedSignIn(response: String, isError: Bool) throws {
    let event = try event(#""eventName":"ConsoleLogin","responseElements":\#(response)"#)
    #expect(event.isError == isError)
    #expect(event.error == nil)
  }

  @Test("only a ConsoleLogin fails so")
  func otherFailure() throws {
    #expect(try !event(#""eventName":"CheckMfa","responseElements":{"ConsoleLogin":"Failure"}"#).isError)
  }

  @Test(
    "the four spellings of denied, and no other",
    arguments: [
      ("AccessDenied", true), ("AccessDeniedException", true), ("UnauthorizedOperation", true),
      ("Client.UnauthorizedOperation", true),
      ("accessdenied", false), ("AccessDenied ", false), ("Client.AccessDenied", false), ("Failure", false),
    ])
  func denied(code: String, isDenied: Bool) {
    var found: Bool?
    var reader = EventReader(MemorySource(Array(record("1", #""errorCode":"\#(code)""#).utf8))) {
      found = $0.isDenied
    }
    _ = reader.read()
    reader.finish()
    #expect(found == isDenied)
  }

  // MARK: readOnly (COUNTING 18)

  @Test(
    "readOnly is a boolean, or the word in any case",
    arguments: [
      ("true", true), ("false", false), (#""true""#, true), (#""FALSE""#, false), (#""True""#, true),
      (#""tru\u0065""#, true),
      (#""yes""#, nil), ("1", nil), ("null", nil), (#""""#, nil), (#""\u0054rue ""#, nil),
      (#""TR\u0055\u0005""#, nil),
    ] as [(String, Bool?)])
  func readOnly(value: String, says: Bool?) throws {
    #expect(try event(#""readOnly":\#(value)"#).readOnly == says)
  }

  // MARK: Duplicate keys, escaped keys (COUNTING 8)

  @Test("of two fields with one name the last counts, even when it is empty")
  func lastCounts() throws {
    #expect(try event(#""errorCode":"AccessDenied","errorCode":"""#).error == nil)
    #expect(try event(#""errorCode":"","errorCode":"AccessDenied""#).error == "AccessDenied")
  }

  @Test("of two identities the last counts whole")
  func lastIdentity() throws {
    let members = #""userIdentity":{"type":"Root","arn":"a"},"userIdentity":{"type":"New"}"#
    #expect(try event(members).principal == "unknown")
  }

  @Test("a field whose name is written with escapes is that field")
  func escapedName() throws { #expect(try event(#""\u0065ventName":"ListUsers""#).action == "iam:ListUsers") }

  @Test(
    "a field whose name only begins like another is another",
    arguments: ["eventNameX", "eventnam", "EventName", "eventName "])
  func similarName(name: String) throws { #expect(try event(#""\#(name)":"x""#).action == "iam:GetUser") }

  @Test("invalid UTF-8 in a field becomes U+FFFD and the record is kept")
  func invalidText() throws {
    let text = Array(record("1", #""eventName":"A"#).utf8.dropLast()) + [0xFF] + Array(#"B"}"#.utf8)
    let seen = try #require(read(text))
    #expect(seen.events.map(\.action) == ["iam:A\u{FFFD}B"])
    #expect(seen.rejected == 0)
  }
}
