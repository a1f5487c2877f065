import CProcessor

/// What events are counted together by: who did what where, each by its id in an ``Interner``.
package struct Group: Hashable, Sendable {
  package var account: UInt32
  package var principal: UInt32
  package var action: UInt32
  /// `userIdentity.type`, which tells a principal's kinds of identity apart; 0 when missing.
  package var type: UInt32
}

/// Gives equal groups the same small number, counted from 0. There are far fewer groups than events, so a row keeps only its group's
/// number, and what depends on the group alone is worked out once a group.
package struct Groups: Sendable {
  private var known: [Group] = []
  /// Numbers plus one by hash, 0 where free; the length is a power of two.
  private var slots = [UInt32](repeating: 0, count: 4096)

  package init() {}

  package var count: Int { known.count }

  package subscript(number: UInt32) -> Group { known[Int(number)] }

  /// How many groups ahead the index is fetched: its slots lie all over the memory, and waiting for each would cost more than all else.
  private static let lookAhead = 16

  /// Calls `body` with the number of each of `groups`, new or known, and its place among them.
  mutating func number(_ groups: [Group], _ body: (Int, UInt32) -> Void) {
    for (index, group) in groups.enumerated() {
      if index + Self.lookAhead < groups.count { prefetch(groups[index + Self.lookAhead]) }
      body(index, number(of: group))
    }
  }

  private func prefetch(_ group: Group) {
    let slot = Groups.hash(group) & (slots.count - 1)
    slots.withUnsafeBufferPointer { slots in
      if let start = slots.baseAddress { iw_prefetch(start + slot) }
    }
  }

  /// The number of `group`, new or known.
  package mutating func number(of group: Group) -> UInt32 {
    var slot = Groups.hash(group) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = slots[slot] - 1
      if known[Int(number)] == group { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    known.append(group)
    slots[slot] = UInt32(known.count)
    if known.count * 2 > slots.count { grow() }
    return UInt32(known.count - 1)
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (number, group) in known.enumerated() {
      var slot = Groups.hash(group) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(number + 1)
    }
    slots = larger
  }

  @inline(__always)
  private static func hash(_ group: Group) -> Int {
    var state = UInt64(group.account) << 32 | UInt64(group.principal)
    state = (state ^ UInt64(group.action) << 17 ^ UInt64(group.type) << 51) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: ((state ^ state >> 29) &* 0xBF58_476D_1CE4_E5B9) >> 20)
  }
}
