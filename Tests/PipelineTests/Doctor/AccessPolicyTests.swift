import Testing

@testable import Pipeline

@Suite struct AccessPolicyTests {
  private static let bus = "arn:aws:events:us-east-1:999999999999:event-bus/iamwatch"
  private static let role = "arn:aws:iam::111122223333:role/iamwatch-put-events"

  /// What a policy of these statements says to the account 111122223333 that wants to put events.
  private func answer(_ statements: String..., context: [String: String] = [:]) -> AccessAnswer {
    AccessPolicy(#"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#).answer(
      AccessQuestion(
        principal: .role(arn: Self.role, account: "111122223333"), action: "events:PutEvents",
        resource: Self.bus, context: context))
  }

  private func statement(
    _ effect: String = "Allow", _ principal: String = #""*""#, condition: String = "{}",
    resource: String = bus
  ) -> String {
    #"{"Sid":"S","Effect":"\#(effect)","Principal":\#(principal),"Action":"events:PutEvents","#
      + #""Resource":"\#(resource)","Condition":\#(condition)}"#
  }

  @Test(arguments: [
    #""*""#, #"{"AWS":"*"}"#, #"{"AWS":"111122223333"}"#, #"{"AWS":"arn:aws:iam::111122223333:root"}"#,
    #"{"AWS":["arn:aws:iam::444455556666:root","111122223333"]}"#,
    #"{"AWS":"arn:aws:iam::111122223333:role/iamwatch-put-events"}"#,
  ])
  func `an account is admitted by any of its names`(principal: String) {
    #expect(answer(statement("Allow", principal)) == .allowed)
  }

  @Test(arguments: [
    #"{"AWS":"444455556666"}"#, #"{"AWS":"arn:aws:iam::111122223333:role/other"}"#,
    #"{"Service":"events.amazonaws.com"}"#,
  ])
  func `others are not the account`(principal: String) {
    #expect(answer(statement("Allow", principal)) == .notAllowed)
  }

  @Test func `a deny goes before every allow`() {
    #expect(answer(statement("Deny", #"{"AWS":"111122223333"}"#), statement()) == .denied("S"))
  }

  @Test func `another bus is another resource`() {
    #expect(answer(statement(resource: "\(Self.bus)-old")) == .notAllowed)
  }

  @Test func `wildcards in a resource hold`() {
    #expect(answer(statement(resource: "arn:aws:events:*:999999999999:event-bus/*")) == .allowed)
  }

  @Test func `an organization admits its accounts alone`() {
    let condition = #"{"StringEquals":{"aws:PrincipalOrgID":"o-abc"}}"#
    #expect(answer(statement(condition: condition), context: ["aws:principalorgid": "o-abc"]) == .allowed)
    #expect(answer(statement(condition: condition), context: ["aws:principalorgid": "o-xyz"]) == .notAllowed)
    #expect(answer(statement(condition: condition)) == .depends(on: "aws:principalorgid"))
  }

  @Test func `a deny of all outside an organization spares those inside`() {
    let outside = statement(
      "Deny", condition: #"{"StringNotEquals":{"aws:PrincipalOrgID":"o-abc"}}"#)
    #expect(answer(outside, statement(), context: ["aws:principalorgid": "o-abc"]) == .allowed)
    #expect(answer(outside, statement(), context: ["aws:principalorgid": "o-xyz"]) == .denied("S"))
  }

  @Test func `whom NotPrincipal names is left out`() {
    let text =
      #"{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}}"#
    let question = AccessQuestion(
      principal: .account("111122223333"), action: "events:PutEvents", resource: Self.bus)
    #expect(AccessPolicy(text).answer(question) == .notAllowed)
  }

  @Test func `text that is no policy allows nothing`() {
    #expect(
      AccessPolicy("{").answer(
        AccessQuestion(principal: .owner, action: "a:B", resource: "*")) == .notAllowed)
  }
}
