import CloudTrail
import Query
import Testing

@testable import Audit

@Suite("What is marked in a policy")
struct PolicyFindingTests {
  private func findings(_ statement: String) throws -> [PolicyFinding] {
    try policy(#"{"Statement":[\#(statement)]}"#).findings(account: "111122223333") { $0 == "222233334444" }
  }

  struct Case: Sendable {
    let statement: String
    let marked: [PolicyFinding.Kind]
    init(_ statement: String, _ marked: PolicyFinding.Kind...) {
      (self.statement, self.marked) = (statement, marked)
    }
  }

  static let actions = [
    Case(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, .everything),
    Case(#"{"Effect":"Allow","Action":["s3:Get*","*:*"],"Resource":["arn:x","*"]}"#, .everything),
    Case(#"{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/*"}"#, .everyAction),
    Case(#"{"Effect":"Allow","Action":"*","Principal":{"AWS":"222233334444"}}"#, .everyAction),
    Case(#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}"#, .passRole(isWide: true)),
    Case(
      #"{"Effect":"Allow","Action":"IAM:passrole","Resource":"arn:aws:iam::111122223333:role/*"}"#,
      .passRole(isWide: true)),
    Case(#"{"Effect":"Allow","Action":"iam:*","Resource":"*"}"#, .passRole(isWide: true)),
    Case(
      #"{"Effect":"Allow","Action":"iam:Pass????","Resource":"arn:aws:iam::*:*"}"#, .passRole(isWide: true)),
    Case(
      #"{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/ecs-*"}"#,
      .passRole(isWide: false)),
    Case(
      #"{"Effect":"Allow","Action":"iam:PassRole","NotResource":"arn:aws:iam::111122223333:role/Admin"}"#,
      .passRole(isWide: true), .everyResourceBut),
    Case(#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#, .everyActionBut),
    Case(#"{"Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:x"}"#, .everyResourceBut),
    Case(#"{"Effect":"Allow","Action":["iam:GetRole","s3:*","iam:Get*"],"Resource":"*"}"#),
    Case(#"{"Effect":"Deny","Action":"*","Resource":"*","Principal":"*"}"#),
    Case(#"{"Effect":"Deny","NotAction":"*","NotResource":"*","NotPrincipal":{"AWS":"999988887777"}}"#),
    Case(#"{"Action":"*","Resource":"*"}"#),
  ]

  static let principals = [
    Case(#"{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}"#, .anyone),
    Case(#"{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}"#, .anyone),
    Case(#"{"Effect":"Allow","Principal":{"AWS":["111122223333","*"]},"Action":"sts:AssumeRole"}"#, .anyone),
    Case(#"{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:GetObject"}"#, .everyoneBut),
    Case(
      #"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"sts:AssumeRole"}"#,
      .foreignAccount("999988887777")),
    Case(
      #"{"Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"sts:AssumeRole"}"#,
      .foreignAccount("999988887777")),
    Case(
      #"{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::999988887777:saml-provider/X"},"Action":"sts:AssumeRoleWithSAML"}"#,
      .foreignAccount("999988887777")),
    Case(
      #"{"Effect":"Allow","Principal":{"AWS":"arn:aws-cn:sts::999988887777:assumed-role/R/S"},"Action":"a:B"}"#,
      .foreignAccount("999988887777")),
    Case(#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/Own"},"Action":"a:B"}"#),
    Case(#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222233334444:role/Known"},"Action":"a:B"}"#),
    Case(#"{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}"#),
    Case(#"{"Effect":"Allow","Principal":{"AWS":"AROAEXAMPLEGONE"},"Action":"a:B"}"#),
    Case(#"{"Effect":"Allow","Principal":{"AWS":["12","","arn:aws:iam","1234567890123","9999８888７777"]}}"#),
  ]

  @Test("actions and resources", arguments: actions)
  func action(_ example: Case) throws {
    #expect(try findings(example.statement).map(\.kind) == example.marked)
  }

  @Test("principals", arguments: principals)
  func principal(_ example: Case) throws {
    #expect(try findings(example.statement).map(\.kind) == example.marked)
  }

  @Test("a condition makes it one step less, and is said")
  func condition() throws {
    let condition = #""Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#
    let bare = try #require(try findings(#"{"Effect":"Allow","Principal":"*","Action":"a:B"}"#).first)
    let bound = try #require(
      try findings(#"{"Effect":"Allow","Principal":"*","Action":"a:B",\#(condition)}"#).first)
    #expect((bare.severity, bare.isConditional) == (.critical, false))
    #expect((bound.severity, bound.isConditional) == (.high, true))
  }

  @Test("each mark stands in the line that gives rise to it")
  func lines() throws {
    let policy = try policy(
      """
      {"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},
      {"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::999988887777:root","arn:aws:iam::111122223333:root"]},
      "NotAction":["a:B","c:D"]},{"Effect":"Allow","Action":["a:B","*"],"Resource":"*"}]}
      """)
    let marked = policy.lines(marking: policy.findings(account: "111122223333") { _ in false })
      .filter { !$0.findings.isEmpty }
    #expect(
      marked.map(\.text) == ["        - arn:aws:iam::999988887777:root", "    NotAction:", "      - *"])
    #expect(
      marked.flatMap(\.findings).map(\.kind) == [
        .foreignAccount("999988887777"), .everyActionBut, .everything,
      ])
  }
}
