import CloudTrail
import Testing

@testable import Pipeline

@Suite("What a subscription filter sends")
struct SubscriptionPayloadTests {
  @Test("is log events with the log that they are in")
  func lines() throws {
    let sent = [line("{\"a\":\"é\\u0000\"}", id: "1"), line("plain", id: "2", at: 5)]
    #expect(try SubscriptionPayload(payload(sent)).lines == sent)
  }

  @Test("by another's gzip is read too")
  func compressed() throws {
    // python3: gzip.compress(json.dumps({"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s",
    //   "logEvents":[{"id":"7","timestamp":9,"message":"m"}]}).encode(), mtime=0), base64
    let event =
      #"{"awslogs":{"data":"H4sIAAAAAAACA6tWyk0tLk5MTw2pLEhVslJQcnEMcYz3dQ0OdnR3VdJRUMovz0stAkkYgng5+enuRfmlBSCBdKhAcElRamIuSKQYKuJalppXUgwUia5WykwByZiDZEoygXaVJOaCdFsC+VCbQfK5SrWxtQBgRGqqjAAAAA=="}}"#
    let lines = try SubscriptionPayload(Array(event.utf8)).lines
    #expect(
      lines == [
        LogLine(id: "7", time: Timestamp(milliseconds: 9), message: "m", owner: "1", group: "g", stream: "s")
      ])
  }

  @Test(
    "is refused where it is anything else",
    arguments: [
      "", "{}", "{\"awslogs\":{}}", "{\"awslogs\":{\"data\":1}}", "{\"awslogs\":{\"data\":\"!!\"}}",
      "{\"awslogs\":{\"data\":\"aGVsbG8=\"}}", "{\"Records\":[]}",
    ])
  func refused(event: String) {
    let error = #expect(throws: FunctionError.self) { try SubscriptionPayload(Array(event.utf8)) }
    #expect(error?.type == "Payload")
  }

  @Test(
    "is refused where what was packed is not whole",
    arguments: [
      "[]", "{\"messageType\":\"DATA_MESSAGE\"}", "{\"logEvents\":[{\"id\":\"1\",\"message\":\"m\"}]}", "{",
    ])
  func notWhole(text: String) {
    #expect(throws: FunctionError.self) { try SubscriptionPayload(packed(Array(text.utf8))) }
  }
}
