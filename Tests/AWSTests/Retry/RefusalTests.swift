import Testing

@testable import AWS

@Suite("What services say when they refuse")
struct RefusalTests {
  private func refusal(_ body: String, status: Int = 400, headers: [HTTPHeader] = []) -> Refusal {
    Refusal(HTTPAnswer(status: status, headers: headers, body: Array(body.utf8)), by: "logs in us-east-1")
  }

  @Test("JSON, with a namespace before the code")
  func json() {
    let found = refusal(
      #"{"__type":"com.amazonaws.logs#ResourceNotFoundException","message":"The specified log group does not exist."}"#,
      headers: [HTTPHeader("x-amzn-RequestId", "r-1")])
    #expect(found.code == "ResourceNotFoundException")
    #expect(
      found.description
        == "logs in us-east-1: ResourceNotFoundException: The specified log group does not exist. (request r-1); check the name and the region"
    )
  }

  @Test("the header names the code, whatever follows it")
  func header() {
    let header = HTTPHeader(
      "X-Amzn-ErrorType", "UnrecognizedClientException:http://internal.amazon.com/coral/")
    let found = refusal(#"{"Message":"no"}"#, headers: [header])
    #expect(found.code == "UnrecognizedClientException")
    #expect(found.message == "no")
    #expect(found.kind == .credentials)
  }

  @Test("XML, as STS writes it")
  func xml() {
    let found = refusal(
      "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>gone</Message></Error><RequestId>r-2</RequestId></ErrorResponse>"
    )
    #expect(found.code == "ExpiredToken")
    #expect(found.message == "gone")
    #expect(found.requestID == "r-2")
  }

  @Test("OpenSearch's own form")
  func openSearch() {
    let found = refusal(
      #"{"error":{"root_cause":[],"type":"index_not_found_exception","reason":"no such index [x]"},"status":404}"#,
      status: 404)
    #expect(found.code == "index_not_found_exception")
    #expect(found.message == "no such index [x]")
    #expect(found.kind == .lasting)
  }

  @Test("OpenSearch's rejection is a throttle")
  func rejected() {
    #expect(refusal(#"{"error":{"type":"es_rejected_execution_exception"}}"#, status: 503).kind == .throttled)
  }

  @Test("a domain that gives no code is known by its words")
  func words() {
    let expired = refusal(
      #"{"message":"The security token included in the request is expired"}"#, status: 403)
    #expect(expired.kind == .credentials)
    let wrong = refusal(
      #"{"message":"The request signature we calculated does not match the signature you provided."}"#,
      status: 403)
    #expect(wrong.kind == .clock)
  }

  @Test(
    "a body of any other kind leaves the status", arguments: ["", "<html>", "Service Unavailable", "[]", "7"])
  func other(body: String) {
    let found = refusal(body, status: 503)
    #expect(found.code == "status 503")
    #expect(found.kind == .transient)
  }

  @Test("what an attacker put into a message neither moves the cursor nor fills the screen")
  func hostile() {
    let found = refusal(#"{"__type":"A\u001b[2J","message":"\#(String(repeating: "x", count: 600))\u0007"}"#)
    #expect(!found.description.contains("\u{1B}"))
    #expect(found.message.count == 500)
  }
}
