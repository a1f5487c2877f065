import CloudTrail
import Detection
import Seeded
import Testing

@testable import Audit

@Suite struct BeatsTests {
  private struct Slot: Hashable {
    let account: UInt32
    let source: UInt16
    let number: Int64
  }

  @Test(
    "of each slot of an account and a source the newest event is kept, whatever the order", arguments: 0..<20)
  func newest(seed: UInt64) {
    var random = SeededRandom(state: seed)
    var beats = Beats()
    var expected: [Slot: (Int64, EventKey)] = [:]
    for _ in 0..<3000 {
      // Before 1970 too; accounts that share a place.
      let time = Int64(random.below(12)) * 300_000 - 1_500_000 + Int64(random.below(3)) * 100
      let key = EventKey(high: 0, low: UInt64(random.below(5)))
      let one = Beats.Newest(
        account: UInt32(random.pick([1, 2, 257])), source: UInt16(random.below(2)),
        time: Timestamp(milliseconds: time), key: key)
      let number = Int64((Double(time) / Double(Beat.slot)).rounded(.down))
      let slot = Slot(account: one.account, source: one.source, number: number)
      if expected[slot].map({ $0 < (time, key) }) ?? true { expected[slot] = (time, key) }
      beats.take(one)
    }
    let kept = Array(beats.all())
    #expect(kept.count == expected.count)
    for one in kept {
      let time = one.time.milliseconds
      let number = Int64((Double(time) / Double(Beat.slot)).rounded(.down))
      let wanted = expected[Slot(account: one.account, source: one.source, number: number)]
      #expect(wanted?.0 == time && wanted?.1 == one.key)
    }
  }
}
