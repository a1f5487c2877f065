import AWS

/// A rule of a security group, as far as TCP's port 443 depends on it.
package struct SecurityGroupRule: Hashable, Sendable {
  /// `10.0.0.0/16`, an IPv6 block, or another group's id.
  package var peers: [String]
  /// `pl-…`: lists of blocks, which are not looked into.
  package var prefixLists: [String] = []
}

/// A security group: what may leave it and what may come in at port 443.
package struct SecurityGroup: Hashable, Sendable {
  package var id: String
  package var outward: SecurityGroupRule
  package var inward: SecurityGroupRule
}

package struct Subnet: Hashable, Sendable {
  package var id: String
  package var vpc: String
  package var block: String
}

/// A route of a subnet's table.
package struct Route: Hashable, Sendable {
  /// A block, or `pl-…` for a list of them, which is not looked into.
  package var destination: String
  /// `local`, `pcx-…`, `tgw-…`, `nat-…`.
  package var gateway: String
  /// `active` or `blackhole`.
  package var state: String
}

/// The routes of the subnets that a table is for; those of no other table are a VPC's main table's.
package struct RouteTable: Hashable, Sendable {
  package var subnets: [String]
  package var isMain: Bool
  package var routes: [Route]
}

extension AccountCalls {
  func subnets(_ ids: [String], in region: String) async throws(CallFailure) -> [Subnet] {
    try await pages(.describeSubnets, in: region, numbered("SubnetId", ids), token: .ec2) { answer in
      (answer.first("subnetSet")?.children ?? []).map {
        Subnet(
          id: $0["subnetId"]?.text ?? "", vpc: $0["vpcId"]?.text ?? "", block: $0["cidrBlock"]?.text ?? "")
      }
    }
  }

  func securityGroups(_ ids: [String], in region: String) async throws(CallFailure) -> [SecurityGroup] {
    try await pages(.describeSecurityGroups, in: region, numbered("GroupId", ids), token: .ec2) { answer in
      (answer.first("securityGroupInfo")?.children ?? []).map {
        SecurityGroup(
          id: $0["groupId"]?.text ?? "", outward: SecurityGroupRule($0["ipPermissionsEgress"]),
          inward: SecurityGroupRule($0["ipPermissions"]))
      }
    }
  }

  /// The tables of a VPC.
  func routeTables(of vpc: String, in region: String) async throws(CallFailure) -> [RouteTable] {
    let asked = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", vpc)]
    return try await pages(.describeRouteTables, in: region, asked, token: .ec2) { answer in
      (answer.first("routeTableSet")?.children ?? []).map { table in
        let associations = table["associationSet"]?.children ?? []
        return RouteTable(
          subnets: associations.compactMap { $0["subnetId"]?.text },
          isMain: associations.contains { $0["main"]?.text == "true" },
          routes: table["routeSet"]?.children.compactMap(Route.init) ?? [])
      }
    }
  }

  /// How a peering of two VPCs stands: `active`, `pending-acceptance`, `deleted`…
  func peeringState(_ id: String, in region: String) async throws(CallFailure) -> String {
    let answer = try await query(
      .describeVpcPeeringConnections, in: region, [("VpcPeeringConnectionId.1", id)])
    guard let state = answer.first("status")?["code"]?.text else {
      throw .absent("there is no peering \(id)")
    }
    return state
  }

  private func numbered(_ name: String, _ values: [String]) -> [(String, String)] {
    values.enumerated().map { ("\(name).\($0.offset + 1)", $0.element) }
  }
}

extension SecurityGroupRule {
  /// Who is named by the rules for TCP's port 443: of protocol 6, or of every protocol (-1).
  fileprivate init(_ permissions: XMLElement?) {
    let permissions = (permissions?.children ?? []).filter(SecurityGroupRule.holds443)
    prefixLists = permissions.flatMap { permission in
      permission["prefixListIds"]?.children.compactMap { $0["prefixListId"]?.text } ?? []
    }
    peers = permissions.flatMap { permission in
      let blocks = permission["ipRanges"]?.children.compactMap { $0["cidrIp"]?.text } ?? []
      let longBlocks = permission["ipv6Ranges"]?.children.compactMap { $0["cidrIpv6"]?.text } ?? []
      return blocks + longBlocks + (permission["groups"]?.children.compactMap { $0["groupId"]?.text } ?? [])
    }
  }

  private static func holds443(_ permission: XMLElement) -> Bool {
    let transport = permission["ipProtocol"]?.text
    if transport == "-1" { return true }
    guard transport == "tcp" || transport == "6", let from = permission["fromPort"].flatMap({ Int($0.text) }),
      let to = permission["toPort"].flatMap({ Int($0.text) })
    else { return false }
    return from <= 443 && 443 <= to
  }
}

extension Route {
  fileprivate init?(_ route: XMLElement) {
    guard let destination = (route["destinationCidrBlock"] ?? route["destinationPrefixListId"])?.text else {
      return nil
    }
    let ways = [
      "gatewayId", "vpcPeeringConnectionId", "transitGatewayId", "natGatewayId", "networkInterfaceId",
    ]
    let gateway = ways.compactMap { route[$0]?.text }.first { !$0.isEmpty }
    self.init(destination: destination, gateway: gateway ?? "", state: route["state"]?.text ?? "active")
  }
}
