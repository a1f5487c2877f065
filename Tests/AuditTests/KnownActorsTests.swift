import CloudTrail
import Seeded
import Testing

@testable import Audit

@Suite struct KnownActorsTests {
  @Test("An identity's names are its own, or not known any more")
  func ownNames() {
    var random = SeededRandom(state: 5)
    var known = KnownActors()
    var plain: [UInt64: ActorNames] = [:]
    var found = 0
    for _ in 0..<50_000 {
      let identity = UInt64(random.below(3)) << 32 + UInt64(1 + random.below(3000))
      if let names = known[identity] {
        found += 1
        #expect(names.principal == plain[identity]?.principal && names.type == plain[identity]?.type)
      }
      let names = ActorNames(principal: UInt32(random.below(1000)), type: UInt32(random.below(9)))
      known[identity] = names
      plain[identity] = names
      #expect(known[identity]?.principal == names.principal)
    }
    #expect(found > 10_000)
  }

  @Test("No identity is known at first")
  func nothing() {
    let known = KnownActors()
    #expect((0..<10_000).allSatisfy { known[$0] == nil })
  }
}
