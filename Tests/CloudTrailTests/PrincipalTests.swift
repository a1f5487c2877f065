import Testing

@testable import CloudTrail

@Suite struct PrincipalTests {
  private func principal(_ identity: String) throws -> String {
    let seen = seen(MemorySource(Array(record("1", #""userIdentity":\#(identity)"#).utf8)))
    return try #require(seen.events.first).principal
  }

  private static let role = "arn:aws:iam::111122223333:role/Deploy"
  private static let session = "arn:aws:sts::111122223333:assumed-role/Deploy/ci"

  @Test(
    "each type has a field of its own",
    arguments: [
      (#"{"type":"IAMUser","userName":"ana","arn":"arn:aws:iam::1:user/ana"}"#, "arn:aws:iam::1:user/ana"),
      (#"{"type":"Root","arn":"arn:aws:iam::1:root"}"#, "arn:aws:iam::1:root"),
      (
        #"{"type":"AssumedRole","arn":"\#(session)","sessionContext":{"sessionIssuer":{"arn":"\#(role)"}}}"#,
        role
      ),
      (#"{"type":"AssumedRole","arn":"\#(session)"}"#, role),
      (
        #"{"type":"FederatedUser","arn":"arn:f","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::1:user/ana"}}}"#,
        "arn:aws:iam::1:user/ana"
      ),
      (#"{"type":"FederatedUser","arn":"arn:f"}"#, "arn:f"),
      (#"{"type":"AWSService","invokedBy":"ec2.amazonaws.com","arn":"x"}"#, "ec2.amazonaws.com"),
      (#"{"type":"AWSAccount","accountId":"12","principalId":"p","arn":"x"}"#, "000000000012"),
      (#"{"type":"AWSAccount","accountId":12,"principalId":"p"}"#, "000000000012"),
      (#"{"type":"AWSAccount","principalId":"AIDA"}"#, "AIDA"),
      (#"{"type":"SAMLUser","userName":"ana","principalId":"p","arn":"x"}"#, "ana"),
      (#"{"type":"SAMLUser","principalId":"p","arn":"x"}"#, "p"),
      (#"{"type":"WebIdentityUser","userName":"w","principalId":"p"}"#, "w"),
      (#"{"type":"WebIdentityUser","principalId":"p"}"#, "p"),
      (#"{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1"},"arn":"x"}"#, "u-1"),
    ])
  func own(identity: String, key: String) throws { #expect(try principal(identity) == key) }

  @Test(
    "any other type has the first that is present",
    arguments: [
      (#"{"type":"New","accountId":"1","invokedBy":"i","principalId":"p","userName":"n","arn":"a"}"#, "a"),
      (#"{"type":"New","accountId":"1","invokedBy":"i","principalId":"p","userName":"n","arn":""}"#, "n"),
      (#"{"type":"New","accountId":"1","invokedBy":"i","principalId":"p","userName":7}"#, "p"),
      (#"{"accountId":"1","invokedBy":"i","principalId":null}"#, "i"),
      (#"{"accountId":"1"}"#, "000000000001"), (#"{"accountId":1}"#, "000000000001"),
      (#"{"type":"New"}"#, "unknown"),
      ("{}", "unknown"), ("null", "unknown"), (#""arn""#, "unknown"), (#"["arn"]"#, "unknown"),
    ])
  func other(identity: String, key: String) throws { #expect(try principal(identity) == key) }

  @Test(
    "a type whose own field is absent falls to the rule for any other type",
    arguments: [
      (
        #"{"type":"IAMUser","userName":"HIDDEN_DUE_TO_SECURITY_REASONS","accountId":"1"}"#,
        "HIDDEN_DUE_TO_SECURITY_REASONS"
      ),
      (#"{"type":"Root","accountId":"1"}"#, "000000000001"),
      (#"{"type":"AssumedRole","principalId":"AROA:s"}"#, "AROA:s"),
      (#"{"type":"AWSService","arn":"a"}"#, "a"), (#"{"type":"AWSAccount","invokedBy":"i"}"#, "i"),
      (#"{"type":"SAMLUser","arn":"a"}"#, "a"), (#"{"type":"IdentityCenterUser","arn":"a"}"#, "a"),
      (#"{"type":"IdentityCenterUser","onBehalfOf":"u","principalId":"p"}"#, "p"),
    ])
  func fallback(identity: String, key: String) throws { #expect(try principal(identity) == key) }

  @Test("partition and account stay when an assumed role is turned")
  func partition() throws {
    let identity = #"{"type":"AssumedRole","arn":"arn:aws-us-gov:sts::444455556666:assumed-role/R/s"}"#
    #expect(try principal(identity) == "arn:aws-us-gov:iam::444455556666:role/R")
  }

  @Test(
    "an assumed role of another shape is used as it is",
    arguments: [
      "arn:aws:sts::1:assumed-role/R", "arn:aws:sts::1:assumed-role/a/b/c",
      "arn:aws:sts:x:1:assumed-role/R/s",
      "arn:aws:iam::1:assumed-role/R/s", "arn:aws:sts::1:assumed-role//s",
      "arn:aws:sts::1:federated-user/R/s", "Deploy",
    ])
  func otherShape(arn: String) throws {
    #expect(try principal(#"{"type":"AssumedRole","arn":"\#(arn)"}"#) == arn)
  }

  @Test("a type written with escapes is that type")
  func escapedType() throws {
    #expect(try principal(#"{"type":"AWS\u0053ervice","invokedBy":"i","arn":"a"}"#) == "i")
  }

  @Test("of two session contexts the last counts")
  func duplicateContext() throws {
    let identity =
      #"{"type":"AssumedRole","arn":"a","sessionContext":{"sessionIssuer":{"arn":"i"}},"sessionContext":null}"#
    #expect(try principal(identity) == "a")
  }

  @Test(
    "the session's name is behind the last slash of the ARN, else behind the colon of the principalId",
    arguments: [
      (#"{"type":"AssumedRole","arn":"\#(session)","principalId":"AROA:other"}"#, "ci"),
      (#"{"type":"AssumedRole","principalId":"AROA:ana@example.com"}"#, "ana@example.com"),
      (#"{"type":"FederatedUser","arn":"arn:aws:sts::1:federated-user/bob"}"#, "bob"),
      (#"{"type":"IAMUser","arn":"arn:aws:iam::1:user/ana","principalId":"a:b"}"#, nil), ("{}", nil),
    ] as [(String, String?)])
  func sessions(identity: String, name: String?) {
    var found: [String?] = []
    let text = record("1", #""userIdentity":\#(identity)"#)
    var reader = EventReader(MemorySource(Array(text.utf8))) { found.append($0.session?.string) }
    _ = reader.read()
    reader.finish()
    #expect(found == [name])
  }
}
