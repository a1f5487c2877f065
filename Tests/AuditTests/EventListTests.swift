import CloudTrail
import Query
import Testing

@testable import Audit

@Suite struct EventListTests {
  /// Ten events a minute apart, read in an order of their own; their ids are their minutes.
  private let text = [3, 7, 0, 9, 1, 4, 8, 2, 6, 5].map { record("\($0)", at: "12:0\($0):00") }.joined()

  private func minutes(_ list: EventList) -> [String] {
    list.rows.map { String($0.time.rfc3339.dropFirst(15).prefix(1)) }
  }

  @Test("events come newest first, as many as asked for")
  func newest() {
    let list = store([text]).list(EventListRequest(limit: 3))
    #expect(minutes(list) == ["9", "8", "7"])
    #expect(list.total == 10 && list.position == 0 && list.anchorIndex == nil)
  }

  @Test("an offset counts from the newest, or from the anchor")
  func offsets() throws {
    let store = store([text])
    #expect(minutes(store.list(EventListRequest(offset: 4, limit: 2))) == ["5", "4"])
    let anchor = try #require(store.list(EventListRequest(offset: 4, limit: 1)).rows.first)
    let list = store.list(EventListRequest(anchor: anchor.id, offset: -1, limit: 3))
    #expect(minutes(list) == ["6", "5", "4"])
    #expect(list.position == 3 && list.anchorIndex == 4 && list.newerThanAnchor == 4)
  }

  @Test("what would begin before the newest begins there, and behind the oldest nothing is left")
  func bounds() {
    let store = store([text])
    #expect(minutes(store.list(EventListRequest(offset: -5, limit: 2))) == ["9", "8"])
    #expect(store.list(EventListRequest(offset: 50, limit: 2)).rows.isEmpty)
    #expect(minutes(store.list(EventListRequest(offset: 8, limit: 50))) == ["1", "0"])
  }

  @Test("an anchor that the list does not hold counts as none")
  func foreignAnchor() throws {
    let store = store([text])
    let nine = try #require(store.list(EventListRequest(limit: 1)).rows.first)
    let list = store.list(EventListRequest(until: time("12:09:00"), anchor: nine.id, limit: 1))
    #expect(list.anchorIndex == nil && list.newerThanAnchor == 0 && minutes(list) == ["8"])
  }

  @Test("where the anchor is not listed its time says where the stretch begins")
  func anchorTime() throws {
    let store = store([text])
    let gone = EventRow.ID(high: 0, low: 0)
    func around(_ clock: String) -> [String] {
      minutes(store.list(EventListRequest(anchor: gone, anchorTime: time(clock), offset: -1, limit: 3)))
    }
    #expect(around("12:05:00") == ["6", "5", "4"])
    #expect(around("12:05:30") == ["6", "5", "4"])
    #expect(around("12:59:00") == ["9", "8", "7"])
    #expect(around("11:00:00") == ["0"])
  }

  @Test("a list and a summary of what had arrived by a moment stay as they were then")
  func arrivals() {
    let store = store([text])
    let arrived = store.list(EventListRequest(limit: 1)).arrived
    #expect(arrived == 10)
    #expect(minutes(store.list(EventListRequest(arrivedBefore: 4, limit: 99))) == ["9", "7", "3", "0"])
    #expect(store.summary(of: SummaryRequest(arrivedBefore: 4)).totals.events == 4)
    #expect(store.summary(of: SummaryRequest(arrivedBefore: 4)).end == time("12:09:00"))
  }

  @Test("a list holds what its window and its predicate let through")
  func selection() throws {
    let filter = try FilterSyntax.predicate(from: "-eventID:4", now: time("12:00:00"))
    let request = EventListRequest(
      predicate: filter, since: time("12:03:00"), until: time("12:06:00"), limit: 10)
    #expect(minutes(store([text]).list(request)) == ["5", "3"])
  }

  @Test("of one time the later arrival stands first, and the order stays")
  func ties() {
    let text = ["a", "b", "c"].map { record("x", #""eventID":"\#($0)","eventName":"\#($0)""#) }.joined()
    #expect(store([text]).list(EventListRequest(limit: 9)).rows.map(\.action) == ["iam:c", "iam:b", "iam:a"])
  }

  @Test("a row shows what the event says, and the details its record")
  func details() throws {
    let text = record(
      "1",
      #""errorCode":"AccessDenied","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","requestParameters":{"userName":"bob"}"#
    )
    let store = store([text], keepsDetails: true)
    let row = try #require(store.list(EventListRequest(limit: 1)).rows.first)
    #expect(row.errorCode == "AccessDenied" && row.isError && !row.isWrite && row.principalType == "IAMUser")
    #expect(row.region == "us-east-1" && row.sourceIP == "203.0.113.7" && row.target == "bob")
    let details = try #require(store.details(of: row.id, archive: MemoryArchive([text])))
    #expect(String(decoding: details.record.bytes, as: UTF8.self) == text)
  }

  @Test("beyond the most events kept the oldest arrivals leave, a segment at a time")
  func keep() {
    let segment = Column<Int>.segmentLength
    let text = (0..<segment + 10).map {
      #"{"eventTime":"2026-11-01T00:00:00Z","eventName":"A","eventID":"\#($0)"}"#
    }.joined()
    let store = store([text], keep: segment)
    #expect(store.read { $0.dropped } == segment)
    #expect(store.list(EventListRequest(limit: 1)).total == 10)
    #expect(store.counts()[0].read == segment + 10)
  }
}
