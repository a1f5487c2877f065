import AWS
import CloudTrail
import Testing

@testable import Configuration
@testable import Pipeline

/// From the answers of Lambda, OpenSearch Service and EC2, in their documented forms, to the finding.
@Suite("The way to the domain") struct DomainGatheringTests {
  private static func plan(_ endpoint: String?) throws -> PipelinePlan {
    var configuration = Configuration()
    configuration.pipeline.securityAccount = "999999999999"
    configuration.pipeline.openSearchEndpoint = endpoint
    configuration.accounts = [.init(id: "111122223333", roleARN: "arn:aws:iam::111122223333:role/audit")]
    return try PipelinePlan(configuration)
  }

  private static func function(_ subnets: String = #""subnet-f""#) -> Result<HTTPAnswer, HTTPError> {
    .status(
      200,
      """
      {"FunctionName":"iamwatch-forward","FunctionArn":"arn:f","Timeout":60,"State":"Active","VpcConfig":\
      {"SubnetIds":[\(subnets)],"SecurityGroupIds":["sg-f"],"VpcId":"vpc-f"}}
      """)
  }

  private static let domain = Result.status(
    200,
    """
    {"DomainStatus":{"DomainId":"999999999999/iamwatch","DomainName":"iamwatch","ARN":"arn:d","Created":true,\
    "Deleted":false,"Endpoints":{"vpc":"vpc-iamwatch-abc.us-east-1.es.amazonaws.com"},"Processing":false,\
    "VPCOptions":{"VPCId":"vpc-d","SubnetIds":["subnet-d"],"AvailabilityZones":["us-east-1a"],"SecurityGroupIds":["sg-d"]}}}
    """)

  private static func subnets() -> Result<HTTPAnswer, HTTPError> {
    let items = [("subnet-f", "vpc-f", "10.1.0.0/24"), ("subnet-d", "vpc-d", "10.2.0.0/24")].map {
      id, vpc, block in
      "<item><subnetId>\(id)</subnetId><vpcId>\(vpc)</vpcId><cidrBlock>\(block)</cidrBlock></item>"
    }
    return ec2("DescribeSubnets", "<subnetSet>\(items.joined())</subnetSet>")
  }

  private static func groups(_ peer: String = "<ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges>")
    -> Result<HTTPAnswer, HTTPError>
  {
    let rule = "<item><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort>\(peer)</item>"
    let all =
      "<item><ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>"
    return ec2(
      "DescribeSecurityGroups",
      """
      <securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions>\(rule)</ipPermissions>
      <ipPermissionsEgress>\(all)</ipPermissionsEgress></item></securityGroupInfo>
      """)
  }

  /// The main table of either VPC: it has these routes to what is not local.
  private static func tables(_ routes: (to: String, by: String)...) -> Result<HTTPAnswer, HTTPError> {
    let items = routes.map { to, by in
      let kind = by.hasPrefix("pcx-") ? "vpcPeeringConnectionId" : "gatewayId"
      let place = to.hasPrefix("pl-") ? "destinationPrefixListId" : "destinationCidrBlock"
      return "<item><\(place)>\(to)</\(place)><\(kind)>\(by)</\(kind)><state>active</state></item>"
    }
    return ec2(
      "DescribeRouteTables",
      """
      <routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet>\(items.joined())</routeSet>
      <associationSet><item><main>true</main></item></associationSet></item></routeTableSet>
      """)
  }

  private static func peerings(_ code: String) -> Result<HTTPAnswer, HTTPError> {
    ec2(
      "DescribeVpcPeeringConnections",
      "<vpcPeeringConnectionSet><item><status><code>\(code)</code></status></item></vpcPeeringConnectionSet>")
  }

  private static let bothWays = tables(("10.0.0.0/8", "pcx-1"))

  private func finding(_ answers: [String: Result<HTTPAnswer, HTTPError>]) async throws -> Finding {
    var all = [
      "/2015-03-31/functions/iamwatch-forward/configuration": Self.function(),
      "/2021-01-01/opensearch/domain/iamwatch": Self.domain, "DescribeSubnets": Self.subnets(),
      "DescribeSecurityGroups": Self.groups(), "DescribeRouteTables": Self.bothWays,
      "DescribeVpcPeeringConnections": Self.peerings("active"),
    ]
    all.merge(answers) { $1 }
    let gathering = DomainGathering(plan: try Self.plan(nil), calls: RecordedAnswers(all).calls)
    switch await gathering.facts().0 {
    case .success(let network): return RouteCheck(network: network).finding()
    case .failure(let failure): return .unknown(failure)
    }
  }

  @Test("a peering that stands, routes both ways and open groups are a way") func whole() async throws {
    #expect(try await finding([:]).state == .ok)
  }

  @Test(
    "what is missing is named",
    arguments: [
      (
        "DescribeSecurityGroups", groups("<groups/>"),
        "no security group of the domain (sg-1) lets 443 in from iamwatch-forward"
      ),
      (
        "DescribeRouteTables", tables(("10.1.0.0/16", "pcx-1")),
        "the subnet subnet-f has no route to 10.2.0.0/24 of vpc-d"
      ),
      (
        "DescribeRouteTables", ec2("DescribeRouteTables", "<routeTableSet/>"),
        "the subnet subnet-f has no route to 10.2.0.0/24 of vpc-d"
      ),
      (
        "DescribeVpcPeeringConnections", peerings("pending-acceptance"),
        "the peering pcx-1 to the domain's VPC is pending-acceptance"
      ),
      (
        "DescribeVpcPeeringConnections", ec2Error("InvalidVpcPeeringConnectionID.NotFound", "no such"),
        "the peering pcx-1 to the domain's VPC is gone"
      ),
    ])
  func missing(action: String, answer: Result<HTTPAnswer, HTTPError>, evidence: String) async throws {
    let found = try await finding([action: answer])
    #expect(found.state == .broken)
    #expect(found.evidence == evidence)
  }

  @Test("a peering of the same VPCs that the way does not take may be as it likes") func otherPeering()
    async throws
  {
    let tables = Self.tables(("10.0.0.0/8", "tgw-1"), ("172.16.0.0/12", "pcx-9"))
    let found = try await finding([
      "DescribeRouteTables": tables, "DescribeVpcPeeringConnections": Self.peerings("deleted"),
    ])
    #expect(found.state == .ok)
  }

  @Test(
    "what a prefix list may hold is not called missing",
    arguments: [
      (
        "DescribeSecurityGroups",
        groups("<prefixListIds><item><prefixListId>pl-7</prefixListId></item></prefixListIds>")
      ),
      ("DescribeRouteTables", tables(("pl-7", "tgw-1"))),
    ])
  func prefixLists(action: String, answer: Result<HTTPAnswer, HTTPError>) async throws {
    let found = try await finding([action: answer])
    #expect(found.state == .unknown)
    #expect(found.evidence.hasPrefix("the prefix list pl-7 may be what"))
  }

  @Test(
    "a right that is lacking leaves the way unknown, with the action's name",
    arguments: [
      "DescribeSubnets", "DescribeSecurityGroups", "DescribeRouteTables", "DescribeVpcPeeringConnections",
    ])
  func denied(action: String) async throws {
    let found = try await finding([
      action: ec2Error("UnauthorizedOperation", "You are not authorized.", status: 403)
    ])
    #expect(found.state == .unknown)
    #expect(found.evidence == "not allowed: ec2:\(action)")
  }

  // MARK: OpenSearch Serverless

  private static let collection = "https://abcdefghij.eu-west-1.aoss.amazonaws.com"

  /// What a collection answers, and what it was asked.
  private func facts(subnets: String = "") async throws -> (
    Answered<NetworkFacts>, Answered<IndexFacts>, [HTTPRequest]
  ) {
    let fields = #"{"indices":["cwl-1"],"fields":{"@timestamp":{"date":{}},"account":{"keyword":{}}}}"#
    let hit = #"{"_index":"cwl-1","_source":{"@timestamp":"2026-11-24T11:58:00.000Z"}}"#
    let network = ScriptedNetwork { request in
      if request.url.contains("/functions/") { return Self.function(subnets) }
      if request.url.contains("/_field_caps?") { return .status(200, fields) }
      if request.url.contains("/_search?") { return .status(200, #"{"hits":{"hits":[\#(hit)]}}"#) }
      if request.url.contains("/_settings?") { return .status(200, #"{"cwl-1":{"settings":{}}}"#) }
      return .status(404, #"{"message":"no"}"#)
    }
    let found = await DomainGathering(
      plan: try Self.plan(Self.collection), calls: AccountCalls(over: network)
    ).facts()
    return (found.0, found.1, network.asked)
  }

  @Test(
    "a collection is asked by GET alone, signed for its own service and region, and OpenSearch Service is not asked"
  )
  func collection() async throws {
    let (_, index, asked) = try await facts()
    #expect(try index.get().newestDocument == Timestamp("2026-11-24T11:58:00Z"))
    #expect(try MappingCheck(index: index.get()).finding().state == .ok)
    let own = asked.filter { $0.url.hasPrefix(Self.collection) }
    // Operations that are in the service's list ("Supported operations and plugins in Amazon OpenSearch Serverless").
    let paths = Set(
      own.compactMap { $0.url.split(separator: "?").first?.split(separator: "/").last.map(String.init) })
    #expect(paths == ["_field_caps", "_search", "_settings"])
    #expect(
      own.allSatisfy {
        $0.method == "GET" && $0.headers["Authorization"]?.contains("/eu-west-1/aoss/") == true
      })
    #expect(
      asked.filter { !$0.url.hasPrefix(Self.collection) }.map(\.url).allSatisfy { $0.contains("/functions/") }
    )
  }

  @Test("a function outside of any VPC reaches a collection; from within one nobody here can tell")
  func wayToCollection() async throws {
    let outside = RouteCheck(network: try await facts().0.get()).finding()
    #expect(outside.state == .ok)
    let within = RouteCheck(network: try await facts(subnets: #""subnet-f""#).0.get()).finding()
    #expect(within.state == .unknown)
    #expect(within.remedy?.contains("VPC endpoint of OpenSearch Serverless") == true)
  }

  @Test("a collection that refuses names what IAM and what its data access policy have to allow")
  func refused() async throws {
    let calls = AccountCalls(over: ScriptedNetwork { _ in .status(403, #"{"message":"Forbidden"}"#) })
    let found = await DomainGathering(plan: try Self.plan(Self.collection), calls: calls).facts().1
    guard case .failure(let failure) = found else { return #expect(Bool(false)) }
    let finding = Finding.unknown(failure)
    #expect(finding.evidence == "not allowed: aoss:APIAccessAll")
    #expect(finding.remedy?.contains("aoss:ReadDocument in the collection's data access policy") == true)
  }
}
