import CloudTrail
import Detection
import Query
import Testing

@testable import Audit

@Suite struct MatchedRuleTests {
  private let record =
    #"{"eventVersion":"1.08","eventTime":"2026-11-01T00:00:00Z","eventID":"0f8fad5b-d9cb-469f-a165-70867728950e","#
    + #""eventSource":"iam.amazonaws.com","eventName":"CreateUser"}"#

  @Test("the details of an event name the lines of a rule's file that it matched")
  func reasons() throws {
    let text =
      "title: T\nlogsource: {product: aws}\ndetection:\n  s:\n    eventName: Create*\n  condition: s\n"
    let loaded = try RuleFiles.load([RuleFile(path: "d/t.yml", text: text)])
    let store = store([record], judge: Judge(rules: RuleSet(loaded.rules)), keepsDetails: true)
    let row = try #require(store.list(EventListRequest(limit: 1)).rows.first)
    let details = try #require(store.details(of: row.id, archive: MemoryArchive([record])))
    #expect(details.rules.map(\.file) == ["d/t.yml"])
    #expect(details.rules[0].reasons == [MatchReason(field: "eventName", value: "CreateUser", line: 5)])
  }
}
