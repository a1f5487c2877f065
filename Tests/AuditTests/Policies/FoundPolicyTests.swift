import CloudTrail
import Testing

@testable import Audit

@Suite("The policies of a record")
struct FoundPolicyTests {
  static let statement = #"{"Effect":"Allow","Action":"a:B","Resource":"*"}"#
  static let policy = #"{"Version":"2012-10-17","Statement":[\#(statement)]}"#
  static let text = #""\#(escaped(policy))""#

  private func found(_ members: String) throws -> [FoundPolicy] {
    FoundPolicy.all(in: try JSONDocument(parsing: Array("{\(members)}".utf8)))
  }

  @Test(
    "wherever a request holds one",
    arguments: [
      (#"{"roleName":"r","policyDocument":\#(text)}"#, "policyDocument"),
      (#"{"roleName":"r","assumeRolePolicyDocument":\#(text)}"#, "assumeRolePolicyDocument"),
      (#"{"roleArn":"r","roleSessionName":"s","policy":\#(text)}"#, "policy"),
      (#"{"permissionSetArn":"p","inlinePolicy":\#(text)}"#, "inlinePolicy"),
      (#"{"bucketName":"b","bucketPolicy":\#(policy)}"#, "bucketPolicy"),
      (#"{"bucketName":"b","bucketPolicy":{"Statement":\#(statement)}}"#, "bucketPolicy"),
      (#"{"keyId":"k","policyName":"default","policy":\#(text)}"#, "policy"),
      (#"{"name":"n","type":"SERVICE_CONTROL_POLICY","content":\#(text)}"#, "content"),
      (#"{"queueUrl":"q","attributes":{"Policy":\#(text)}}"#, "Policy"),
      (#"{"topicArn":"t","attributeName":"Policy","attributeValue":\#(text)}"#, "attributeValue"),
      (#"{"list":[{"deep":[\#(text)]}]}"#, "deep"),
    ])
  func requests(request: String, member: String) throws {
    let found = try found(#""requestParameters":\#(request),"responseElements":null"#)
    #expect(found.map(\.member) == [member])
    #expect(found.first?.isRequested == true)
    #expect(found.first?.document.lines().last?.text == "    Resource: *")
  }

  @Test("the response's URL-encoded copy of the request's is left out, another is not")
  func response() throws {
    let other = Self.policy.split(separator: "a:B").joined(separator: "c:D")
    let request = #""requestParameters":{"assumeRolePolicyDocument":\#(Self.text)}"#
    let same = #""responseElements":{"role":{"assumeRolePolicyDocument":"\#(percentEncoded(Self.policy))"}}"#
    let differs = #""responseElements":{"role":{"assumeRolePolicyDocument":"\#(percentEncoded(other))"}}"#
    #expect(try found("\(request),\(same)").map(\.isRequested) == [true])
    #expect(try found("\(request),\(differs)").map(\.isRequested) == [true, false])
  }

  @Test(
    "a record without one has none",
    arguments: [
      #""eventName":"X""#, #""requestParameters":null"#, #""requestParameters":"\#(escaped(text))x""#,
      #""requestParameters":{"policyDocument":"{\"Statement\":["}"#,
      #""requestParameters":{"policyDocument":"%7B%22Statement%22%3A"}"#,
      #""requestParameters":{"a":{"b":[]}}"#,
      #""additionalEventData":{"policy":\#(text)}"#,
    ])
  func none(members: String) throws { #expect(try found(members).isEmpty) }

  @Test("of very many only the first are looked at")
  func many() throws {
    let list = Array(repeating: Self.text, count: 5000).joined(separator: ",")
    #expect(try found(#""requestParameters":{"policies":[\#(list)]}"#).count == 16)
  }
}
