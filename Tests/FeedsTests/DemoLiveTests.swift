import Feeds
import Testing

@Suite("The demo, live")
struct DemoLiveTests {
  private static let start: Int64 = 1_800_000_000_500
  private static let records: [DemoRecord] = {
    var records: [DemoRecord] = []
    for record in Demo().live(from: start) {
      if record.time > start + 2 * 3_600_000 { break }
      records.append(record)
    }
    return records
  }()
  private static let fields = records.map(DemoFields.init)

  @Test("the same seed and start give the same bytes")
  func determinism() {
    let again = Demo().live(from: Self.start).prefix(2000).map(\.bytes)
    #expect(again == Self.records.prefix(2000).map(\.bytes))
  }

  @Test("records are in time order from the start on")
  func order() {
    #expect(zip(Self.records, Self.records.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(Self.records.allSatisfy { $0.time >= Self.start })
  }

  @Test("an iam event comes at least every two seconds")
  func pulse() {
    var last = Self.start
    var longest: Int64 = 0
    for (record, fields) in zip(Self.records, Self.fields) where fields.source == "iam" {
      longest = max(longest, record.time - last)
      last = record.time
    }
    #expect(longest <= 2000)
  }

  @Test("no event id repeats, nor one of the day's")
  func eventIDs() {
    let day = Set(DemoDay.fields.map(\.eventID))
    let live = Self.fields.map(\.eventID)
    #expect(Set(live).count == live.count)
    #expect(day.isDisjoint(with: live))
  }

  @Test("something alarming comes within a minute, and no more than every half minute on average")
  func surprises() throws {
    let alarming: Set<String> = [
      "CreateAccessKey", "StopLogging", "AttachUserPolicy", "UpdateAssumeRolePolicy", "CreateLoginProfile",
    ]
    let times = zip(Self.records, Self.fields).filter { alarming.contains($1.name) }.map(\.0.time)
    #expect(try #require(times.first) <= Self.start + 60_000)
    #expect(times.count >= 20)
    #expect(times.count <= 240)
  }
}
