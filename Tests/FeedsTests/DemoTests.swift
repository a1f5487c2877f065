import Feeds
import Testing

private let day = DemoDay.records
private let parsed = DemoDay.fields

@Suite("The demo's day")
struct DemoTests {
  @Test("the same seed gives the same bytes")
  func determinism() {
    #expect(day.prefix(5000).map(\.bytes) == Demo().history().prefix(5000).map(\.bytes))
  }

  @Test("another seed gives other bytes")
  func otherSeed() {
    #expect(day.prefix(100).map(\.bytes) != Demo(seed: 2).history().prefix(100).map(\.bytes))
  }

  @Test("holds 45,000 to 50,000 records")
  func size() {
    #expect((45_000...50_000).contains(day.count))
  }

  @Test("records are in time order and inside the day")
  func order() {
    #expect(zip(day, day.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(day.allSatisfy { (Demo.start..<Demo.end).contains($0.time) })
  }

  @Test("every record is one JSON object with the fields every CloudTrail record has")
  func shape() {
    #expect(parsed.count { !$0.isWhole } == 0)
  }

  @Test("no template is left with a hole")
  func holes() {
    #expect(parsed.count { $0.hasHole } == 0)
  }

  @Test("eventTime is the record's time rounded down to the second")
  func eventTimes() {
    #expect(zip(day, parsed).allSatisfy { $1.seconds == $0.time / 1000 })
  }

  @Test("event ids are lower-case UUIDs and no two are equal")
  func eventIDs() {
    let ids = parsed.map(\.eventID)
    #expect(Set(ids).count == ids.count)
    #expect(
      ids.allSatisfy { id in
        id.utf8.count == 36
          && id.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) || $0 == 45 }
      })
  }

  @Test("most records are in scope identity and some are not")
  func scope() {
    let inside = parsed.count { DemoFields.identitySources.contains($0.source) }
    #expect(inside * 10 > parsed.count * 7)
    #expect(inside * 20 < parsed.count * 19)
  }

  @Test("the busiest hour has at least four times the records of the quietest")
  func rhythm() throws {
    var hours = [Int](repeating: 0, count: 24)
    for record in day { hours[Int((record.time - Demo.start) / 3_600_000)] += 1 }
    #expect(try #require(hours.max()) >= 4 * #require(hours.min()))
  }

  @Test("a few percent of the records are errors")
  func errors() {
    let errors = parsed.count { !$0.errorCode.isEmpty }
    #expect(errors * 100 > parsed.count * 2)
    #expect(errors * 100 < parsed.count * 6)
  }

  @Test("every account of the organisation is active and nothing else is")
  func accounts() {
    #expect(Set(parsed.map(\.recipient)) == Set(Demo().accounts.map(\.id)))
  }

  @Test("account ids have twelve digits, and one begins with a zero")
  func accountIDs() {
    let ids = Demo().accounts.map(\.id)
    #expect(ids.allSatisfy { $0.utf8.count == 12 && $0.utf8.allSatisfy { (48...57).contains($0) } })
    #expect(ids.count { $0.hasPrefix("0") } == 1)
    #expect(Set(ids).count == ids.count)
  }

  @Test("root acts twice")
  func root() {
    #expect(parsed.count { $0.type == "Root" } == 2)
  }

  @Test("a shift moves times and nothing else")
  func shift() {
    let shift: Int64 = 86_400_000
    let moved = Demo().history(shiftedBy: shift).prefix(5000)
    #expect(zip(day, moved).allSatisfy { $0.time + shift == $1.time })
    #expect(zip(parsed, moved).allSatisfy { $0.eventID == DemoFields($1).eventID })
    #expect(zip(parsed, moved).allSatisfy { $0.seconds + shift / 1000 == DemoFields($1).seconds })
  }

  @Test("the append form gives the same bytes as the sequence")
  func appending() {
    var stream = Demo().history().makeIterator()
    var buffer: [UInt8] = []
    for record in day.prefix(500) {
      buffer.removeAll(keepingCapacity: true)
      #expect(stream.next(into: &buffer) == record.time)
      #expect(buffer == record.bytes)
    }
  }

  @Test("cross-account AssumeRole leaves a record in both accounts with one sharedEventID")
  func shared() {
    let shared = parsed.filter { !$0.sharedEventID.isEmpty }
    let pairs = Dictionary(grouping: shared, by: \.sharedEventID)
    #expect(!pairs.isEmpty)
    #expect(
      pairs.values.allSatisfy { pair in
        pair.count == 2 && pair[0].recipient != pair[1].recipient && pair[0].givenKey == pair[1].givenKey
      })
  }

  @Test("the screen meets Hangul, combining letters and emoji")
  func scripts() {
    let scalars = day.lazy.flatMap { String(decoding: $0.bytes, as: UTF8.self).unicodeScalars }
    var hangul = false
    var combining = false
    var emoji = false
    for scalar in scalars where scalar.value > 127 {
      hangul = hangul || (0xAC00...0xD7A3).contains(scalar.value)
      combining = combining || (0x300...0x36F).contains(scalar.value)
      emoji = emoji || scalar.value > 0x1F300
      if hangul && combining && emoji { return }
    }
    Issue.record("hangul \(hangul), combining \(combining), emoji \(emoji)")
  }
}
