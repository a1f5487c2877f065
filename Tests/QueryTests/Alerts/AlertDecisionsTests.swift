import CloudTrail
import Query
import Testing

@Suite("Decisions about alerts")
struct AlertDecisionsTests {
  private static let ana = ["1", "ana"]
  private static let bob = ["1", "bob"]

  private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

  private func decisions(_ kinds: (group: [String]?, kind: AlertDecision.Kind)...) -> AlertDecisions {
    AlertDecisions(
      kinds.map {
        AlertDecision(
          scope: AlertScope(rule: "r", group: $0.group), kind: $0.kind, reason: "", decidedAt: at(0))
      })
  }

  @Test("nothing is decided about other rules")
  func otherRule() {
    let decided = decisions((nil, .muted(until: nil)))
    #expect(decided.state(of: "s", group: Self.ana, at: at(1)) == .open)
    #expect(decided.state(of: "r", group: Self.ana, at: at(1)) == .muted)
  }

  @Test("an acknowledgement covers what happened until then, its last moment too, and nothing later")
  func acknowledged() {
    let decided = decisions((nil, .acknowledged(through: at(10))))
    #expect(decided.state(of: "r", group: Self.ana, at: at(10)) == .acknowledged)
    #expect(decided.state(of: "r", group: Self.ana, at: at(11)) == .open)
  }

  @Test("a mute covers what happens before its end, also once that is over")
  func muted() {
    let decided = decisions((nil, .muted(until: at(10))))
    #expect(decided.state(of: "r", group: Self.ana, at: at(9)) == .muted)
    #expect(decided.state(of: "r", group: Self.ana, at: at(10)) == .open)
  }

  @Test("what is decided about a group leaves the others")
  func group() {
    let decided = decisions((Self.ana, .muted(until: nil)))
    #expect(decided.state(of: "r", group: Self.ana, at: at(1)) == .muted)
    #expect(decided.state(of: "r", group: Self.bob, at: at(1)) == .open)
  }

  @Test("of several decisions the one that hides more holds")
  func most() {
    let decided = decisions(
      (nil, .acknowledged(through: at(10))), (Self.ana, .muted(until: at(5))),
      (Self.ana, .acknowledged(through: at(20))))
    #expect(decided.state(of: "r", group: Self.ana, at: at(4)) == .muted)
    #expect(decided.state(of: "r", group: Self.ana, at: at(15)) == .acknowledged)
    #expect(decided.state(of: "r", group: Self.bob, at: at(15)) == .open)
  }
}
