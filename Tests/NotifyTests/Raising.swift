import Audit
import CloudTrail
import Detection
import Query
import Synchronization

@testable import Notify

/// A rule that matches what the filter says.
func rule(
  _ id: String = "admin-policy", title: String = "Administrator rights given", filter: String = "is:write",
  level: Severity = .high, description: String = "Ask who it was."
) throws -> Rule {
  let now = Timestamp(milliseconds: 0)
  return Rule(
    id: id, title: title, description: description, level: level, tags: [], falsePositives: [],
    predicate: try FilterSyntax.predicate(from: filter, now: now),
    testEvents: Rule.TestEvents(mustMatch: [], mustNotMatch: []))
}

/// A record of IAM that writes; members are JSON and replace those of the same name.
func record(id: String? = "e-1", _ changes: [String: String] = [:]) -> String {
  var members = [
    "eventVersion": #""1.11""#, "eventTime": #""2026-10-31T12:00:00Z""#,
    "eventSource": #""iam.amazonaws.com""#,
    "eventName": #""AttachUserPolicy""#, "awsRegion": #""us-east-1""#, "sourceIPAddress": #""203.0.113.9""#,
    "userAgent": #""aws-cli/2.15.0""#, "readOnly": "false", "recipientAccountId": #""111122223333""#,
    "requestParameters": #"{"userName":"bob"}"#,
    "userIdentity":
      #"{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","userName":"alice","accountId":"111122223333"}"#,
  ]
  members["eventID"] = id.map { "\"\($0)\"" }
  members.merge(changes) { $1 }
  return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
    + "}"
}

/// What records bring, one after the other.
func outcomes(_ records: some Sequence<String>, _ maker: AlertMaker) -> [AlertMaker.Outcome] {
  var maker = maker
  return outcomes(records, &maker)
}

func outcomes(_ records: some Sequence<String>, _ maker: inout AlertMaker) -> [AlertMaker.Outcome] {
  var (outcomes, working): ([AlertMaker.Outcome], AlertMaker) = ([], maker)
  var reader = EventReader(MemorySource(Array(records.joined(separator: "\n").utf8))) {
    outcomes.append(working.take($0))
  }
  _ = reader.read()
  reader.finish()
  maker = working
  return outcomes
}

/// The alerts that records raise, by one maker.
func alerts(_ records: [String], by rules: RuleSet) -> [RaisedAlert] {
  outcomes(records, AlertMaker(Judge(rules: rules))).flatMap(\.alerts)
}

func alert(_ changes: [String: String] = [:], id: String? = "e-1", by rule: Rule) -> RaisedAlert? {
  alerts([record(id: id, changes)], by: RuleSet([rule])).first
}
