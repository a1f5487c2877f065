import Testing

@testable import Notify

@Suite("The person behind a principal")
struct PersonTests {
  private func person(_ identity: String) throws -> String? {
    Person.named(in: try #require(alert(["userIdentity": identity], by: try rule())).event)
  }

  @Test("an IAM user is its own")
  func user() throws {
    #expect(try person(#"{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/team/alice"}"#) == "alice")
  }

  @Test("a source identity goes before the session's name")
  func sourceIdentity() throws {
    let session = #""type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Deploy/ci-7""#
    #expect(try person("{\(session)}") == "ci-7 (session name)")
    #expect(
      try person("{\(session),\"sessionContext\":{\"sourceIdentity\":\"alice@example.com\"}}")
        == "alice@example.com (source identity)")
  }

  @Test("a user of IAM Identity Center is named by its id")
  func identityCenter() throws {
    #expect(
      try person(#"{"type":"IdentityCenterUser","onBehalfOf":{"userId":"94d8-1"}}"#)
        == "94d8-1 (IAM Identity Center)")
  }

  @Test("behind a service there is nobody")
  func service() throws {
    #expect(try person(#"{"type":"AWSService","invokedBy":"config.amazonaws.com"}"#) == nil)
  }
}
