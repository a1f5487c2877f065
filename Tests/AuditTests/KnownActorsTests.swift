import CloudTrail
import Seeded
import Testing

@testable import Audit

@Suite struct KnownActorsTests {
  @Test("What is known of an identity is its own, or not known any more")
  func ownNames() {
    var random = SeededRandom(state: 5)
    var known = KnownActors()
    var plain: [UInt64: KnownActors.Actor] = [:]
    var found = 0
    for _ in 0..<50_000 {
      let identity = UInt64(random.below(3)) << 32 + UInt64(1 + random.below(3000))
      if let actor = known[identity] {
        found += 1
        #expect(actor.names.principal == plain[identity]?.names.principal)
        #expect(actor.identityClass == plain[identity]?.identityClass)
      }
      let names = ActorNames(principal: UInt32(random.below(1000)), type: UInt32(random.below(9)))
      let actor = KnownActors.Actor(names: names, identityClass: UInt32(random.below(100)))
      known[identity] = actor
      plain[identity] = actor
      #expect(known[identity]?.names.principal == names.principal)
    }
    #expect(found > 10_000)
  }

  @Test("No identity is known at first")
  func nothing() {
    let known = KnownActors()
    #expect((0..<10_000).allSatisfy { known[$0] == nil })
  }
}
