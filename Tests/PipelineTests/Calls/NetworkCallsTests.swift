import AWS
import Testing

@testable import Pipeline

/// The forms are those of the Amazon EC2 API Reference, version 2016-11-15.
@Suite("What EC2 answers about a network") struct NetworkCallsTests {
  private static func table(_ id: String, _ routes: String, _ associations: String) -> String {
    """
    <item><routeTableId>\(id)</routeTableId><vpcId>vpc-11ad4878</vpcId>
      <routeSet>\(routes)</routeSet><associationSet>\(associations)</associationSet>
      <propagatingVgwSet/><tagSet/><ownerId>111122223333</ownerId></item>
    """
  }

  private static let local = """
    <item><destinationCidrBlock>10.0.0.0/22</destinationCidrBlock><gatewayId>local</gatewayId>
      <state>active</state><origin>CreateRouteTable</origin></item>
    """

  @Test("route tables come over all pages, with their routes, their subnets and which is the main one")
  func routeTables() async throws {
    let peered = """
      <item><destinationCidrBlock>10.2.0.0/16</destinationCidrBlock>
        <vpcPeeringConnectionId>pcx-1</vpcPeeringConnectionId><state>blackhole</state><origin>CreateRoute</origin></item>
      <item><destinationPrefixListId>pl-68a54001</destinationPrefixListId><gatewayId>vpce-1</gatewayId>
        <state>active</state><origin>CreateRoute</origin></item>
      <item><destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock><gatewayId>igw-1</gatewayId>
        <state>active</state><origin>CreateRoute</origin></item>
      """
    let main = """
      <item><routeTableAssociationId>rtbassoc-1</routeTableAssociationId><routeTableId>rtb-1</routeTableId>
        <main>true</main><associationState><state>associated</state></associationState></item>
      """
    let own = """
      <item><routeTableAssociationId>rtbassoc-2</routeTableAssociationId><routeTableId>rtb-2</routeTableId>
        <subnetId>subnet-1</subnetId><main>false</main></item>
      """
    let recorded = RecordedAnswers([
      "DescribeRouteTables": ec2(
        "DescribeRouteTables", "<routeTableSet>\(Self.table("rtb-1", Self.local, main))</routeTableSet>",
        next: "page-2"),
      "DescribeRouteTables page-2": ec2(
        "DescribeRouteTables",
        "<routeTableSet>\(Self.table("rtb-2", Self.local + peered, own))</routeTableSet>"),
    ])
    let tables = try await recorded.calls.routeTables(of: "vpc-11ad4878", in: "us-east-1")
    let home = Route(destination: "10.0.0.0/22", gateway: "local", state: "active")
    #expect(
      tables == [
        RouteTable(subnets: [], isMain: true, routes: [home]),
        RouteTable(
          subnets: ["subnet-1"], isMain: false,
          routes: [
            home, Route(destination: "10.2.0.0/16", gateway: "pcx-1", state: "blackhole"),
            Route(destination: "pl-68a54001", gateway: "vpce-1", state: "active"),
          ]),
      ])
    #expect(recorded.asked == ["DescribeRouteTables", "DescribeRouteTables page-2"])
  }

  @Test("a set may be empty, in either way of writing that", arguments: ["<routeTableSet/>", ""])
  func empty(members: String) async throws {
    let recorded = RecordedAnswers(["DescribeRouteTables": ec2("DescribeRouteTables", members)])
    #expect(try await recorded.calls.routeTables(of: "vpc-1", in: "us-east-1") == [])
  }

  @Test("a token that never changes ends the list")
  func sameToken() async throws {
    let page = ec2("DescribeSubnets", "<subnetSet/>", next: "again")
    let recorded = RecordedAnswers(["DescribeSubnets": page, "DescribeSubnets again": page])
    #expect(try await recorded.calls.subnets(["subnet-1"], in: "us-east-1") == [])
    #expect(recorded.asked == ["DescribeSubnets", "DescribeSubnets again"])
  }

  @Test("a subnet is told with its VPC and its block")
  func subnets() async throws {
    let recorded = RecordedAnswers([
      "DescribeSubnets": ec2(
        "DescribeSubnets",
        """
        <subnetSet><item><subnetId>subnet-9d4a7b6c</subnetId><state>available</state><vpcId>vpc-1a2b3c4d</vpcId>
          <cidrBlock>10.0.1.0/24</cidrBlock><ipv6CidrBlockAssociationSet/>
          <availableIpAddressCount>251</availableIpAddressCount><availabilityZone>us-east-1a</availabilityZone>
          <tagSet/></item></subnetSet>
        """)
    ])
    #expect(
      try await recorded.calls.subnets(["subnet-9d4a7b6c"], in: "us-east-1") == [
        Subnet(id: "subnet-9d4a7b6c", vpc: "vpc-1a2b3c4d", block: "10.0.1.0/24")
      ])
  }

  private static func permission(_ protocolName: String, _ ports: String, _ peers: String) -> String {
    "<item><ipProtocol>\(protocolName)</ipProtocol>\(ports)\(peers)</item>"
  }

  private static func ports(_ from: Int, _ to: Int) -> String {
    "<fromPort>\(from)</fromPort><toPort>\(to)</toPort>"
  }

  private static func block(_ block: String) -> String {
    "<groups/><ipRanges><item><cidrIp>\(block)</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/>"
  }

  @Test("of a security group's rules those of port 443 count, by whatever protocol and ports they hold it")
  func securityGroups() async throws {
    let others = """
      <groups><item><userId>111122223333</userId><groupId>sg-2</groupId></item></groups><ipRanges/>
      <ipv6Ranges><item><cidrIpv6>2001:db8::/32</cidrIpv6></item></ipv6Ranges>
      <prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds>
      """
    let inward = [
      Self.permission("tcp", Self.ports(443, 443), Self.block("10.1.0.0/16")),
      Self.permission("6", Self.ports(0, 65_535), others),
      Self.permission("tcp", Self.ports(80, 442), Self.block("10.9.0.0/16")),
      Self.permission("udp", Self.ports(443, 443), Self.block("10.8.0.0/16")),
    ].joined()
    let recorded = RecordedAnswers([
      "DescribeSecurityGroups": ec2(
        "DescribeSecurityGroups",
        """
        <securityGroupInfo><item><ownerId>111122223333</ownerId><groupId>sg-1</groupId><groupName>domain</groupName>
          <groupDescription>of the domain</groupDescription><vpcId>vpc-1</vpcId>
          <ipPermissions>\(inward)</ipPermissions>
          <ipPermissionsEgress>\(Self.permission("-1", "", Self.block("0.0.0.0/0")))</ipPermissionsEgress>
          <tagSet/></item></securityGroupInfo>
        """)
    ])
    let group = try #require(try await recorded.calls.securityGroups(["sg-1"], in: "us-east-1").first)
    #expect(group.inward.peers == ["10.1.0.0/16", "2001:db8::/32", "sg-2"])
    #expect(group.inward.prefixLists == ["pl-1"])
    #expect(group.outward == SecurityGroupRule(peers: ["0.0.0.0/0"]))
  }

  private static func peering(_ code: String) -> Result<HTTPAnswer, HTTPError> {
    ec2(
      "DescribeVpcPeeringConnections",
      """
      <vpcPeeringConnectionSet><item><vpcPeeringConnectionId>pcx-1</vpcPeeringConnectionId>
        <requesterVpcInfo><ownerId>777788889999</ownerId><vpcId>vpc-1a2b3c4d</vpcId>
          <cidrBlock>172.31.0.0/16</cidrBlock></requesterVpcInfo>
        <accepterVpcInfo><ownerId>111122223333</ownerId><vpcId>vpc-aa22cc33</vpcId></accepterVpcInfo>
        <status><code>\(code)</code><message>in words</message></status><tagSet/></item></vpcPeeringConnectionSet>
      """)
  }

  @Test("a peering's state is its code", arguments: ["active", "pending-acceptance", "deleted"])
  func peering(code: String) async throws {
    let recorded = RecordedAnswers(["DescribeVpcPeeringConnections": Self.peering(code)])
    #expect(try await recorded.calls.peeringState("pcx-1", in: "us-east-1") == code)
  }

  @Test(
    "a thing that is not there is absent, a right that is lacking has its action's name, all else is told as it is",
    arguments: [
      (ec2Error("InvalidVpcPeeringConnectionID.NotFound", "no pcx-1"), CallFailure.absent("no pcx-1")),
      (
        ec2("DescribeVpcPeeringConnections", "<vpcPeeringConnectionSet/>"),
        .absent("there is no peering pcx-1")
      ),
      (
        ec2Error("UnauthorizedOperation", "You are not authorized to perform this operation.", status: 403),
        .denied(action: "ec2:DescribeVpcPeeringConnections")
      ),
      (.status(200, "no XML"), .failed("ec2:DescribeVpcPeeringConnections: the answer is no XML")),
    ])
  func errors(answer: Result<HTTPAnswer, HTTPError>, failure: CallFailure) async {
    let calls = RecordedAnswers(["DescribeVpcPeeringConnections": answer]).calls
    await #expect(throws: failure) { try await calls.peeringState("pcx-1", in: "us-east-1") }
  }

  @Test("a service that is asked too much is asked again, and told when it does not help")
  func throttled() async {
    let busy = ec2Error("RequestLimitExceeded", "Request limit exceeded.", status: 503)
    let recorded = RecordedAnswers(["DescribeSubnets": busy])
    let failure = await #expect(throws: CallFailure.self) {
      try await recorded.calls.subnets(["subnet-1"], in: "us-east-1")
    }
    guard case .failed(let words)? = failure else {
      return #expect(Bool(false), "\(String(describing: failure))")
    }
    #expect(words.contains("RequestLimitExceeded"))
    #expect(recorded.asked.count == 3)
  }
}
