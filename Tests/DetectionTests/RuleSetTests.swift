import CloudTrail
import Query
import Testing

@testable import Detection

@Suite struct RuleSetTests {
  private func rule(_ id: String, _ filter: String) throws -> Rule {
    Rule(
      id: id, title: id, description: "", level: .low, tags: [], falsePositives: [],
      predicate: try FilterSyntax.predicate(from: filter, now: Timestamp(milliseconds: 0)),
      testEvents: .init(mustMatch: [], mustNotMatch: []))
  }

  @Test("an event matches each rule that holds, in the rules' order, in scope or not")
  func order() throws {
    let set = RuleSet([
      try rule("any", "is:error"), try rule("service", "service:ec2"),
      try rule("name", "action:ec2:RunInstances"),
      try rule("other", "action:iam:CreateUser"),
    ])
    let event =
      #"{"eventTime":"2026-11-01T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","errorCode":"X"}"#
    #expect(RecordText.map(event) { set.matches($0).indices } == [[0, 1, 2]])
  }

  @Test("a set without rules matches nothing")
  func empty() {
    let event = #"{"eventTime":"2026-11-01T00:00:00Z","eventName":"A"}"#
    #expect(RecordText.map(event) { RuleSet([]).matches($0).isEmpty } == [true])
  }

  @Test("the index leaves out no rule that would match, whatever an event's source and name look like")
  func index() throws {
    let filters = [
      "action:iam:CreateUser", "action:createuser", "service:iam", "service:(iam OR sts)",
      "eventName:CreateUser is:error",
      "eventSource:iam.amazonaws.com", "eventSource:iam",
      "eventSource:IAM.AMAZONAWS.COM eventName:createuser",
      #""eventName":CreateUser"#, #""eventSource":iam.amazonaws.com"#, "action:unknown", "service:unknown",
      "eventName:unknown",
      "-service:iam", "action:*User", "action:iam:CreateUser OR action:sts:*", "service:k", "action:a:b:c",
      "eventName:b:c",
      "action[one]:(CreateUser AND iam*)", "eventName[every]:CreateUser",
      "eventSource[one]:(iam OR iam.amazonaws.com)",
    ]
    let rules = try filters.map { try rule($0, $0) }
    let set = RuleSet(rules)
    let compiled = rules.map { CompiledPredicate($0.predicate) }
    let sources = [
      #""iam.amazonaws.com""#, #""IAM.amazonaws.com""#, #""iam""#, #""IAM.AMAZONAWS.COM""#,
      #"["iam.amazonaws.com"]"#, "null", #""""#,
      "7", #""\u212a.amazonaws.com""#, #""a:b""#, #""a""#, #""sts.amazonaws.com""#, #"".amazonaws.com""#,
    ]
    let names = [
      #""CreateUser""#, #""CREATEUSER""#, #"["CreateUser"]"#, #""iam:CreateUser""#, "null", #""c""#,
      #""b:c""#, #""unknown""#,
      #""Create\u0055ser""#,
    ]
    for source in sources {
      for name in names {
        let event = #"{"eventTime":"2026-11-01T00:00:00Z","eventSource":\#(source),"eventName":\#(name)}"#
        let direct = RecordText.map(event) { event in compiled.indices.filter { compiled[$0].matches(event) }
        }
        #expect(RecordText.map(event) { set.matches($0).indices } == direct, "\(event)")
      }
    }
  }
}
