import Testing

@testable import CloudTrail

@Suite struct RebuiltEnvelopeTests {
  private func envelope(_ record: String) throws -> String {
    let document = try JSONDocument(parsing: Array(record.utf8))
    return document.withView { String(decoding: RebuiltEnvelope.document(around: $0).bytes, as: UTF8.self) }
  }

  @Test("an API call's envelope has what EventBridge would have put there")
  func call() throws {
    let record =
      #"{"eventID":"e1","eventTime":"2026-11-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","#
      + #""awsRegion":"us-east-1","recipientAccountId":"111122223333","eventType":"AwsApiCall"}"#
    let expected =
      #"{"version":"0","id":"e1","detail-type":"AWS API Call via CloudTrail","source":"aws.iam","account":"111122223333","#
      + #""time":"2026-11-01T00:00:00Z","region":"us-east-1","resources":[],"detail":\#(record)}"#
    #expect(try envelope(record) == expected)
  }

  @Test("a sign-in has both spellings of its detail-type")
  func signIn() throws {
    let text = try envelope(#"{"eventType":"AwsConsoleSignIn","eventSource":"signin.amazonaws.com"}"#)
    #expect(text.contains(#"["AWS Console Sign In via CloudTrail","AWS Console Signin via CloudTrail"]"#))
    #expect(text.contains(#""source":"aws.signin""#))
  }

  @Test("fields that the record lacks, or has of another type, leave valid JSON")
  func odd() throws {
    for record in [
      "{}", #"{"eventID":{"a":[1]},"eventSource":7,"eventType":null}"#, #"{"eventSource":"a\"b"}"#,
    ] {
      #expect(JSONCheck.fault(in: Array(try envelope(record).utf8)) == nil, "\(record)")
    }
  }
}
