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

  @Test(
    "those of an event that completed a correlation say why, for each group; those of the events before it do not"
  )
  func correlation() throws {
    let text = """
      title: Two
      id: two
      correlation: {type: event_count, rules: [get], group-by: [principal], timespan: 1h, condition: {gte: 2}}
      ---

      """
    let texts = [AuditTests.record("a", at: "12:00:00"), AuditTests.record("b", at: "12:00:50")]
    let judge = Judge(rules: try ruleSet(text + ruleOfGetUser))
    let store = store(texts, judge: judge, keepsDetails: true)
    store.settle()
    let why = try store.list(EventListRequest(limit: 2)).rows.map { row in
      try #require(store.details(of: row.id, archive: MemoryArchive(texts))).rules.map(\.why)
    }
    #expect(
      why == [
        [
          [
            "2 events of principal arn:aws:iam::111122223333:user/ana within 50 s, from 2026-11-01T12:00:00Z to "
              + "2026-11-01T12:00:50Z"
          ]
        ], [],
      ])
  }
}
