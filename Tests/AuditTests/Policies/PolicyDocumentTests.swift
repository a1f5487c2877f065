import CloudTrail
import Testing

@testable import Audit

func policy(_ text: String) throws -> PolicyDocument { try #require(PolicyDocument(decoding: text.utf8)) }

@Suite("A policy")
struct PolicyDocumentTests {
  private func lines(_ text: String) throws -> [String] { try policy(text).lines().map(\.text) }

  @Test("is written over several lines, its elements in AWS's order")
  func outline() throws {
    let text = """
      {"Statement":[{"Resource":["b","a"],"Action":"s3:GetObject","Effect":"Allow","Sid":"One",
      "Principal":{"AWS":["222233334444","111122223333"],"Service":"ec2.amazonaws.com"},
      "Condition":{"StringEquals":{"aws:PrincipalOrgID":["o-1"]},"Bool":{"aws:SecureTransport":true}}},
      {"Effect":"Deny","NotAction":["iam:*"],"NotResource":"*"}],"Id":"x","Version":"2012-10-17"}
      """
    #expect(
      try lines(text) == [
        "Version: 2012-10-17", "Id: x", "Statement:",
        "  - Sid: One", "    Effect: Allow", "    Principal:", "      AWS:", "        - 111122223333",
        "        - 222233334444", "      Service: ec2.amazonaws.com", "    Action: s3:GetObject",
        "    Resource:", "      - a", "      - b", "    Condition:", "      Bool:",
        "        aws:SecureTransport: true", "      StringEquals:", "        aws:PrincipalOrgID: o-1",
        "  - Effect: Deny", "    NotAction: iam:*", "    NotResource: *",
      ])
  }

  @Test(
    "means the same, whatever way it is written",
    arguments: [
      #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["a:B","c:D"],"Resource":"*"}}"#,
      #"{"Statement":[{"Action":["c:D","a:B","a:B"],"Resource":["*"],"Effect":"Allow"}],"Version":"2012-10-17"}"#,
      #"{"version":"2012-10-17","STATEMENT":[{"effect":"Allow","action":["a:B","c:D"],"resource":"*"}]}"#,
      #"{"Version":"1","Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Action":["a:B","c:D"],"Resource":"*"}]}"#,
    ])
  func canonical(text: String) throws {
    #expect(
      try lines(text) == [
        "Version: 2012-10-17", "Statement:", "  - Effect: Allow", "    Action:", "      - a:B", "      - c:D",
        "    Resource: *",
      ])
  }

  @Test(
    "is an object with statements, nothing else",
    arguments: [
      "{}", #"{"Statement":"*"}"#, #"{"statements":[]}"#, "[]", #"{"Statement":null}"#, #"{"Statement":1}"#,
    ])
  func none(text: String) { #expect(PolicyDocument(decoding: text.utf8) == nil) }

  @Test("may hold nonsense: it is shown as it is")
  func nonsense() throws {
    #expect(
      try lines(#"{"Statement":[1,"x",[],{},{"Effect":7,"Action":[1,{"a":[]}],"Principal":null,"Zed":{}}]}"#)
        == [
          "Statement:", "  - 1", "  - x", "  - []", "  - {}", "  - Effect: 7", "    Principal: null",
          "    Action:", "      - 1", "      -", "        a: []", "    Zed: {}",
        ])
  }

  @Test("nested deeper than any policy keeps its depths as written")
  func deep() throws {
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(try lines(#"{"Statement":[],"Id":\#(deep)}"#).count < 60)
  }

  @Test("with 20,000 statements is read")
  func huge() throws {
    let statement = #"{"Effect":"Allow","Action":"*","Resource":"*"}"#
    let text = #"{"Statement":[\#(Array(repeating: statement, count: 20_000).joined(separator: ","))]}"#
    #expect(try lines(text).count == 60_001)
  }
}
