/// Finds the row that already holds an event: an index of row numbers by ``EventKey``.
///
/// Keys stay in the store's column; the index holds four bytes an event at a load of at most two thirds.
package struct Deduplicator: Sendable {
  /// Row numbers plus one, modulo 2^32, 0 where free; the length is a power of two.
  private var slots = [UInt32](repeating: 0, count: 4096)
  private var used = 0

  package init() {}

  /// The row that holds `key`; nil when none does.
  package func find(_ key: EventKey, keys: Column<EventKey>) -> Int? {
    var slot = Deduplicator.home(key) & (slots.count - 1)
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if row >= keys.start, row < keys.end, keys[row] == key { return row }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The row that holds `key`, or nil after noting that row `next` will.
  package mutating func find(_ key: EventKey, orInsert next: Int, keys: Column<EventKey>) -> Int? {
    var slot = Deduplicator.home(key) & (slots.count - 1)
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if row >= keys.start, keys[row] == key { return row }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(next + 1)
    used += 1
    if used * 3 > slots.count * 2 { rebuild(keys: keys, next: next, key: key) }
    return nil
  }

  /// Makes room, and forgets the rows that have left.
  private mutating func rebuild(keys: Column<EventKey>, next: Int, key: EventKey) {
    let held = next - keys.start + 1
    var count = slots.count
    while held * 3 > count { count *= 2 }
    slots = [UInt32](repeating: 0, count: count)
    keys.forEach { row, key in place(row, key) }
    place(next, key)
    used = held
  }

  private mutating func place(_ row: Int, _ key: EventKey) {
    var slot = Deduplicator.home(key) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(row + 1)
  }

  @inline(__always)
  private static func home(_ key: EventKey) -> Int {
    Int(truncatingIfNeeded: (key.low ^ key.high &* 0x9E37_79B9_7F4A_7C15) >> 1)
  }
}
