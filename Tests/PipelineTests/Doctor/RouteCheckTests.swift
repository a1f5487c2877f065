import Testing

@testable import Pipeline

@Suite struct RouteCheckTests {
  /// The function in 10.1.0.0/24, the domain in 10.2.0.0/24 of another VPC, peered.
  private static var network: NetworkFacts {
    var network = NetworkFacts(
      function: FunctionConfiguration(
        name: "iamwatch-forward", arn: "", state: "Active", timeoutSeconds: 30, subnets: ["subnet-f"],
        securityGroups: ["sg-f"], vpc: "vpc-f"),
      domain: DomainStatus(
        name: "iamwatch", isProcessing: false, subnets: ["subnet-d"], securityGroups: ["sg-d"]))
    network.functionSubnets = [Subnet(id: "subnet-f", vpc: "vpc-f", block: "10.1.0.0/24")]
    network.domainSubnets = [Subnet(id: "subnet-d", vpc: "vpc-d", block: "10.2.0.0/24")]
    network.functionGroups = [group("sg-f", outward: ["0.0.0.0/0"], inward: [])]
    network.domainGroups = [group("sg-d", outward: [], inward: ["10.1.0.0/16"])]
    network.tables = [
      "vpc-f": [table("subnet-f", to: "10.2.0.0/16")], "vpc-d": [table("subnet-d", to: "10.1.0.0/24")],
    ]
    network.peerings = ["pcx-1": "active"]
    return network
  }

  private static func group(_ id: String, outward: [String], inward: [String]) -> SecurityGroup {
    SecurityGroup(
      id: id, outward: SecurityGroupRule(peers: outward), inward: SecurityGroupRule(peers: inward))
  }

  private static func table(_ subnet: String, to block: String, state: String = "active") -> RouteTable {
    RouteTable(
      subnets: [subnet], isMain: false,
      routes: [
        Route(destination: "10.0.0.0/8", gateway: "local", state: "active"),
        Route(destination: block, gateway: "pcx-1", state: state),
      ])
  }

  private func finding(_ change: (inout NetworkFacts) -> Void = { _ in }) -> Finding {
    var network = Self.network
    change(&network)
    return RouteCheck(network: network).finding()
  }

  @Test func `a way there and back is whole`() { #expect(finding().state == .ok) }

  @Test func `a peer that is the other's security group is as good as its block`() {
    let found = finding { $0.domainGroups = [Self.group("sg-d", outward: [], inward: ["sg-f"])] }
    #expect(found.state == .ok)
  }

  @Test func `a block that holds only a part of the subnet is not enough`() {
    let found = finding { $0.domainGroups = [Self.group("sg-d", outward: [], inward: ["10.1.0.0/25"])] }
    #expect(found.state == .broken)
    #expect(found.remedy?.contains("authorize-security-group-ingress --group-id sg-d") == true)
  }

  @Test func `a way back that is missing is as bad as one there`() {
    let found = finding { $0.tables["vpc-d"] = [] }
    #expect(found.evidence == "the subnet subnet-d has no route to 10.1.0.0/24 of vpc-f")
  }

  @Test func `a route to a peering that is gone leads nowhere`() {
    let found = finding {
      $0.tables["vpc-f"] = [Self.table("subnet-f", to: "10.2.0.0/16", state: "blackhole")]
    }
    #expect(found.evidence.contains("blackhole"))
  }

  @Test func `a function in no VPC never reaches a domain in one`() {
    let found = finding { $0.function.subnets = [] }
    #expect(found.state == .broken)
    #expect(found.evidence.contains("is in none"))
  }

  @Test func `a domain of the internet needs no way of its own`() {
    #expect(finding { $0.domain?.subnets = [] }.state == .ok)
  }
}
