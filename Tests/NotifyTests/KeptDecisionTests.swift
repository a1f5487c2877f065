import CloudTrail
import Query
import State
import Testing

@testable import Notify

@Suite("Decisions as the state keeps them")
struct KeptDecisionTests {
  @Test(
    "each kind comes back as it was",
    arguments: [
      AlertDecision.Kind.muted(until: nil), .muted(until: Timestamp(milliseconds: 5)),
      .acknowledged(through: Timestamp(milliseconds: 6)),
    ])
  func back(_ kind: AlertDecision.Kind) {
    for group in [nil, ["a", "b:c"]] {
      let decision = AlertDecision(
        scope: AlertScope(rule: "r", group: group), kind: kind, reason: "why",
        decidedAt: Timestamp(milliseconds: 9))
      #expect(AlertDecision(decision.kept) == decision)
    }
  }

  @Test("what a later version may have kept is passed over")
  func unknown() {
    var kept = AlertDecisionRecord(
      rule: "r", group: "", kind: "escalated", reason: "", decidedAt: 1, limit: 2)
    #expect(AlertDecision(kept) == nil)
    (kept.kind, kept.limit) = ("acknowledged", nil)
    #expect(AlertDecision(kept) == nil)
    (kept.kind, kept.group) = ("muted", "nobody spelled this")
    #expect(AlertDecision(kept) == nil)
  }
}
