import CloudTrail
import Testing

@testable import Query

/// Texts by hand from INSIGHTS, Aggregation and order.
@Suite struct InsightsSummaryTests {
  @Test("a bin is the longest within its unit's limit that divides the bucket")
  func bins() {
    let bins = [
      1: "1s", 5: "5s", 30: "30s", 60: "1m", 90: "45s", 300: "5m", 3600: "1h", 5400: "45m", 86400: "24h",
      604800: "24h",
    ]
    for (seconds, bin) in bins { #expect(InsightsSummaryQueries.bin(seconds) == bin) }
  }

  @Test("columns are named, then grouped by; sessions and all others are asked apart")
  func texts() throws {
    let counted = InsightsSummary(
      SummaryRequest(predicate: .flag(.denied), tables: [.accounts]), root: .record)
    let query = try #require(counted.nextQuery)
    #expect(query.hasPrefix("fields `eventSource` as eventSourceKey, `eventName` as eventNameKey, "))
    #expect(query.contains(" | filter (`errorCode` = \"AccessDenied\" or "))
    #expect(query.contains(#" | filter (`userIdentity.type` = "AssumedRole" and ispresent("#))
    #expect(
      query.hasSuffix(
        "stats count(*) as events, sortsFirst(`eventTime`) as firstTime, sortsLast(`eventTime`) as lastTime"
          + " by eventSourceKey, eventNameKey, errorCodeKey, readOnlyKey, recipientAccountIdKey, typeKey, accountIdKey,"
          + " issuerArnKey, signInKey"
          + " | limit 100000"))
  }

  @Test("rows become the tables that the records would")
  func rows() {
    let request = SummaryRequest(
      since: Timestamp("2026-11-01T00:00:00Z"), until: Timestamp("2026-11-01T02:00:00Z"), buckets: 2)
    var counted = InsightsSummary(request)
    var row = [
      "events": "3", "firstTime": "2026-11-01T00:10:00Z", "lastTime": "2026-11-01T00:30:00Z",
      "eventSourceKey": "iam.amazonaws.com", "eventNameKey": "CreateUser", "readOnlyKey": "0",
      "typeKey": "AssumedRole",
      "issuerArnKey": "arn:aws:iam::12345678901:role/Deploy", "recipientAccountIdKey": "12345678901",
    ]
    counted.take([row])
    row.merge([
      "events": "2", "errorCodeKey": "AccessDenied", "typeKey": "IAMUser",
      "arnKey": "arn:aws:iam::1:user/kim",
    ]) { $1 }
    counted.take([row])
    #expect(counted.nextQuery?.contains("by bin(1h) as bucket, errorCodeKey, signInKey") ?? false)
    counted.take([
      ["bucket": "2026-11-01 00:00:00.000", "events": "3"],
      ["bucket": "2026-11-01 01:00:00.000", "events": "2", "errorCodeKey": "AccessDenied"],
    ])
    #expect(counted.nextQuery == nil)
    let summary = counted.answer.summary
    #expect(summary.totals.events == 5 && summary.totals.errors == 2 && summary.totals.denied == 2)
    #expect(summary.accounts.map(\.account.string) == ["012345678901"])
    #expect(
      summary.principals.map(\.principal.string) == [
        "arn:aws:iam::12345678901:role/Deploy", "arn:aws:iam::1:user/kim",
      ])
    #expect(summary.actions.map(\.access) == [.write])
    #expect(
      summary.timeline.buckets.map(\.events) == [3, 2] && summary.timeline.buckets.map(\.errors) == [0, 2])
    #expect(!summary.complete && counted.answer.remarks == [.storedTime, .duplicatesUnknown, .noAlerts])
  }
}
