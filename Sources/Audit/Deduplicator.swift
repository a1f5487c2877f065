import CProcessor

/// Finds the row that already holds an event: an index of row numbers by ``EventKey``.
///
/// Keys stay in the store's column. A slot holds a row's number and half of its key's hash, so that the column, far away in memory,
/// is looked at only where the event is most likely there. Eight bytes a slot, at a load of at most one half.
package struct Deduplicator: Sendable {
  private static let seed = UInt64.random(in: .min ... .max) | 1

  /// The hash's upper half, and the row's number plus one below; 0 where free. The length is a power of two.
  private var slots = [UInt64](repeating: 0, count: 4096)
  private var used = 0

  package init() {}

  /// The row that holds `key`; nil when none does.
  package func find(_ key: EventKey, keys: Column<EventKey>) -> Int? {
    let hash = Deduplicator.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if let row = row(slots[slot], hash), row >= keys.start, row < keys.end, keys[row] == key { return row }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Begins to bring near what ``find(_:orInsert:keys:)`` will look at first.
  func prefetch(_ key: EventKey) {
    let slot = Int(truncatingIfNeeded: Deduplicator.hash(key)) & (slots.count - 1)
    slots.withUnsafeBufferPointer { slots in
      if let start = slots.baseAddress { iw_prefetch(start + slot) }
    }
  }

  /// The row that holds `key`, or nil after noting that row `next`, the column's coming one, will.
  package mutating func find(_ key: EventKey, orInsert next: Int, keys: Column<EventKey>) -> Int? {
    let hash = Deduplicator.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if let row = row(slots[slot], hash), row >= keys.start, keys[row] == key { return row }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Deduplicator.slot(next, hash)
    used += 1
    if used * 2 > slots.count { rebuild(keys: keys, next: next, key: key) }
    return nil
  }

  /// Makes room, and forgets the rows that have left.
  private mutating func rebuild(keys: Column<EventKey>, next: Int, key: EventKey) {
    let held = next - keys.start + 1
    var count = slots.count
    while held * 3 > count { count *= 2 }
    slots = LargeMemory.zeros(count)
    // As with rows that are appended: what is far away is fetched ahead.
    var coming: [EventKey] = []
    keys.forEach { row, key in
      prefetch(key)
      coming.append(key)
      if coming.count == Deduplicator.stretch { placeAll(&coming, endingAt: row) }
    }
    placeAll(&coming, endingAt: keys.end - 1)
    place(next, key)
    used = held
  }

  private static let stretch = 16

  /// Places keys of rows that follow each other, the last of which is `last`.
  private mutating func placeAll(_ coming: inout [EventKey], endingAt last: Int) {
    let first = last - coming.count + 1
    for (index, key) in coming.enumerated() { place(first + index, key) }
    coming.removeAll(keepingCapacity: true)
  }

  private mutating func place(_ row: Int, _ key: EventKey) {
    let hash = Deduplicator.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Deduplicator.slot(row, hash)
  }

  /// The row in a slot if the slot's half of a hash is that of `hash`.
  @inline(__always)
  private func row(_ slot: UInt64, _ hash: UInt64) -> Int? {
    (slot ^ hash) >> 32 == 0 ? Int(slot & 0xFFFF_FFFF) - 1 : nil
  }

  @inline(__always)
  private static func slot(_ row: Int, _ hash: UInt64) -> UInt64 {
    hash & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(truncatingIfNeeded: row + 1))
  }

  /// Seeded, so that nobody can choose ids that collide.
  @inline(__always)
  private static func hash(_ key: EventKey) -> UInt64 {
    let product = (key.low ^ seed).multipliedFullWidth(by: key.high ^ 0x9E37_79B9_7F4A_7C15 | 1)
    return (product.high ^ product.low) &* seed
  }
}
