/// Where an answer at a node leads: looked up several times for every event.
struct AnswerTable: Sendable {
  private struct Slot {
    var answer: UInt64 = 0
    var node: UInt32 = 0
    /// The node that it leads to plus one; 0 where the slot is free.
    var next: UInt32 = 0
  }

  private static let anySeed = UInt64.random(in: .min ... .max) | 1

  private let seed = AnswerTable.anySeed
  /// By hash; at least twice as many as answers.
  private var slots = [Slot](repeating: Slot(), count: 256)
  private(set) var count = 0

  /// The node that an answer leads to; nil where it is not known yet.
  subscript(node: UInt32, answer: UInt64) -> UInt32? {
    let slot = slots[slot(of: node, answer)]
    return slot.next == 0 ? nil : slot.next - 1
  }

  /// Adds an answer that is not known yet.
  mutating func add(_ node: UInt32, _ answer: UInt64, leadingTo next: UInt32) {
    slots[slot(of: node, answer)] = Slot(answer: answer, node: node, next: next + 1)
    count += 1
    if count * 2 > slots.count { grow() }
  }

  /// Where an answer stands, or would.
  private func slot(of node: UInt32, _ answer: UInt64) -> Int {
    let mask = slots.count - 1
    var place = hash(node, answer) & mask
    while slots[place].next != 0, slots[place].node != node || slots[place].answer != answer {
      place = (place + 1) & mask
    }
    return place
  }

  /// Whoever chooses answers must not choose which of them collide.
  private func hash(_ node: UInt32, _ answer: UInt64) -> Int {
    let product = (answer ^ seed).multipliedFullWidth(by: UInt64(node) ^ 0x9E37_79B9_7F4A_7C15)
    return Int(truncatingIfNeeded: (product.high ^ product.low) &* seed >> 20)
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for one in old where one.next != 0 { slots[slot(of: one.node, one.answer)] = one }
  }
}
