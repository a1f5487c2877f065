import Testing

@testable import Audit

@Suite struct DeduplicatorTests {
  @Test("a key is found at its row from the second time on, among many")
  func found() {
    var (deduplicator, keys) = (Deduplicator(), Column<EventKey>())
    for row in 0..<20_000 {
      let key = EventKey(high: UInt64(row) % 7, low: UInt64(row))
      #expect(deduplicator.find(key, orInsert: row, keys: keys) == nil)
      keys.append(key)
    }
    for row in 0..<20_000 {
      #expect(deduplicator.find(EventKey(high: UInt64(row) % 7, low: UInt64(row)), keys: keys) == row)
    }
    #expect(deduplicator.find(EventKey(high: 8, low: 1), keys: keys) == nil)
  }

  @Test("a key whose row has left is new again, and the rows that stay are found")
  func dropped() {
    let segment = Column<EventKey>.segmentLength
    var (deduplicator, keys) = (Deduplicator(), Column<EventKey>())
    func key(_ row: Int) -> EventKey { EventKey(high: 1, low: UInt64(row)) }
    for row in 0..<segment * 2 {
      _ = deduplicator.find(key(row), orInsert: row, keys: keys)
      keys.append(key(row))
    }
    keys.dropFirstSegment()
    #expect(deduplicator.find(key(5), keys: keys) == nil)
    #expect(deduplicator.find(key(segment + 5), keys: keys) == segment + 5)
    #expect(deduplicator.find(key(5), orInsert: segment * 2, keys: keys) == nil)
    keys.append(key(5))
    #expect(deduplicator.find(key(5), orInsert: segment * 2 + 1, keys: keys) == segment * 2)
  }
}
