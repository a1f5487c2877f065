import Seeded
import Testing

@testable import Audit

@Suite struct GroupsTests {
  @Test("equal groups have one number, others each their own, and come back as they were")
  func numbers() {
    var groups = Groups()
    var random = SeededRandom(state: 7)
    let some = (0..<20_000).map { _ in
      Group(
        account: UInt32(random.below(40)), principal: UInt32(random.below(300)),
        action: UInt32(random.below(50)), type: UInt32(random.below(3)))
    }
    let numbers = some.map { groups.number(of: $0) }
    #expect(groups.count == Set(some).count)
    #expect(numbers.map { groups[$0] } == some)
  }

  @Test("numbers count up from 0 in the order of the first meeting")
  func order() {
    var groups = Groups()
    let first = Group(account: 9, principal: 8, action: 7, type: 6)
    let second = Group(account: 9, principal: 8, action: 7, type: 0)
    #expect([first, second, first].map { groups.number(of: $0) } == [0, 1, 0])
  }
}
