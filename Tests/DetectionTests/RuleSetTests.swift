import CloudTrail
import Query
import Testing

@testable import Detection

@Suite struct RuleSetTests {
  private func rule(_ id: String, _ filter: String) throws -> Rule { try Rule(id, filter: filter) }

  @Test("an event matches each rule that holds, in the rules' order, in scope or not")
  func order() throws {
    let set = RuleSet([
      try rule("any", "is:error"), try rule("service", "service:ec2"),
      try rule("name", "action:ec2:RunInstances"),
      try rule("other", "action:iam:CreateUser"),
    ])
    let event =
      #"{"eventTime":"2026-11-01T00:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","errorCode":"X"}"#
    #expect(RecordText.map(event) { set.matches($0).alerts.indices } == [[0, 1, 2]])
  }

  @Test("a set without rules matches nothing")
  func empty() {
    let event = #"{"eventTime":"2026-11-01T00:00:00Z","eventName":"A"}"#
    #expect(RecordText.map(event) { RuleSet([]).matches($0).alerts.isEmpty } == [true])
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
    let compiled = rules.map { CompiledPredicate($0.predicate, recordAt: nil) }
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
        #expect(RecordText.map(event) { set.matches($0).alerts.indices } == direct, "\(event)")
      }
    }
  }

  @Test("what is remembered of an event's kind says the same of the next as asking anew")
  func kinds() throws {
    let filters = [
      "eventSource:iam.amazonaws.com", "eventSource:iam", "eventName:createuser -errorCode:*",
      "errorCode:AccessDenied",
      "userIdentity.type:Root", "userAgent:*pacu*", "-userAgent:*pacu*", "has:errorCode", "-has:userAgent",
      "eventSource:iam.amazonaws.com userIdentity.userName:kim",
      "userIdentity.userName:kim OR errorCode:AccessDenied",
      "-(eventSource:iam.amazonaws.com awsRegion:us-east-1)",
      "requestParameters.userName:kim -userAgent:*pacu*",
      "service:iam ip:203.0.113.0/24", "is:denied", "is:root", "eventName:$userAgent",
    ]
    let set = RuleSet(try filters.map { try rule($0, $0) })
    let values: [(key: String, values: [String])] = [
      (
        "eventSource", [#""iam.amazonaws.com""#, #""IAM.amazonaws.com""#, #""a:b.amazonaws.com""#, #""iam""#]
      ),
      ("eventName", [#""CreateUser""#, #""b:CreateUser""#, "7"]),
      ("errorCode", ["null", #""AccessDenied""#, #"["AccessDenied"]"#]),
      ("userAgent", [#""pacu""#, #""CreateUser""#, #""""#]),
      ("awsRegion", [#""us-east-1""#, #""eu-west-1""#]),
      ("sourceIPAddress", [#""203.0.113.9""#, #""192.0.2.1""#]),
      (
        "userIdentity",
        [#"{"type":"Root"}"#, #"{"type":"IAMUser","userName":"kim"}"#, #"[{"type":"Root"}]"#, "{}"]
      ),
    ]
    var events = [#"{"eventTime":"2026-11-01T00:00:00Z","requestParameters":{"userName":"kim"}}"#]
    for field in values {
      events = events.flatMap { event in
        [event] + field.values.map { #"\#(event.dropLast()),"\#(field.key)":\#($0)}"# }
      }
    }
    var thread = ReadingThread(set)
    var differing: [String] = []
    _ = RecordText.map(events.joined(separator: "\n")) { event in
      if thread.matches(event) != set.matches(event).alerts.indices {
        differing.append(String(decoding: event.recordBytes, as: UTF8.self))
      }
    }
    #expect(differing.isEmpty)
  }
}
