import Testing

@testable import Pipeline

@Suite struct HopChainTests {
  private var chain = HopChain(at: Hop.Place(account: "111122223333"))

  @Test func `behind a broken hop nothing is judged, and the hop that broke is named`() {
    var chain = chain
    let rule = chain.add(.rule) { .broken("missing", remedy: "make it") }
    let state = chain.add(.ruleState, behind: [rule]) { .broken("disabled", remedy: "enable it") }
    chain.add(.target, behind: [state]) { .ok("there") }
    #expect(chain.hops.map(\.state) == [.broken, .unknown, .unknown])
    #expect(chain.hops.map(\.behind) == [nil, .rule, .rule])
  }

  @Test func `behind an unknown hop nothing is judged, and nobody is blamed`() {
    var chain = chain
    let rule = chain.add(.rule) { .unknown(.denied(action: "events:DescribeRule")) }
    chain.add(.ruleState, behind: [rule]) { .ok("enabled") }
    #expect(chain.hops[1].state == .unknown)
    #expect(chain.hops[1].behind == nil)
  }

  @Test func `hops that do not lean on the broken one are judged`() {
    var chain = chain
    chain.add(.rule) { .broken("missing", remedy: "make it") }
    chain.add(.role) { .ok("there") }
    #expect(chain.hops[1].state == .ok)
  }

  @Test func `what is broken in another region does not count here`() {
    var chain = chain
    chain.enter("eu-west-1")
    chain.add(.rule) { .broken("missing", remedy: "make it") }
    #expect(chain.broken(before: "us-east-1").isEmpty)
    #expect(chain.broken().count == 1)
  }

  @Test func `a permission that is lacking is told by its name`() {
    let finding = Finding.unknown(.denied(action: "iam:GetRole"))
    #expect(finding.state == .unknown)
    #expect(finding.evidence == "not allowed: iam:GetRole")
  }
}
