import CProcessor

/// Where something known of events leads: looked up for every event.
struct AnswerTable<Node: BitwiseCopyable & Sendable>: Sendable {
  /// What is known, in two words.
  typealias Key = (UInt64, UInt64)

  private struct Slot {
    var key: Key = (0, 0)
    /// Where it leads; nil where the slot is free.
    var next: Node?
  }

  private let seed = UInt64.random(in: .min ... .max) | 1
  /// By hash; at least twice as many as keys.
  private var slots = [Slot](repeating: Slot(), count: 256)
  private(set) var count = 0

  /// Where a key leads; nil where it is not known yet.
  subscript(first: UInt64, second: UInt64) -> Node? { slots[slot(of: (first, second))].next }

  /// Begins to bring near what will be looked at for a key.
  func prefetch(_ first: UInt64, _ second: UInt64) {
    let place = hash((first, second)) & (slots.count - 1)
    slots.withUnsafeBufferPointer { slots in
      if let start = slots.baseAddress { iw_prefetch(start + place) }
    }
  }

  /// Adds a key that is not known yet.
  mutating func add(_ first: UInt64, _ second: UInt64, leadingTo next: Node) {
    slots[slot(of: (first, second))] = Slot(key: (first, second), next: next)
    count += 1
    if count * 2 > slots.count { grow() }
  }

  /// Where a key stands, or would.
  private func slot(of key: Key) -> Int {
    let mask = slots.count - 1
    var place = hash(key) & mask
    while slots[place].next != nil, slots[place].key != key { place = (place + 1) & mask }
    return place
  }

  /// Whoever chooses what is known must not choose which of it collides.
  private func hash(_ key: Key) -> Int {
    let product = (key.0 ^ seed).multipliedFullWidth(by: key.1 ^ 0x9E37_79B9_7F4A_7C15)
    return Int(truncatingIfNeeded: ((product.high ^ product.low) &* seed) >> 32)
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for one in old where one.next != nil { slots[slot(of: one.key)] = one }
  }
}
