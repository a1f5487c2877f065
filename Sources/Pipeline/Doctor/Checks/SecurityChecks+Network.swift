import Query

/// The way from the forwarder to the domain.
extension SecurityChecks {
  func route() -> Finding {
    switch facts.network {
    case .failure(.absent(let words)): return .unknown(words)
    case .failure(let failure): return .unknown(failure)
    case .success(let network): return RouteCheck(network: network).finding()
    }
  }
}

/// Whether packets to port 443 of the domain find their way, and back.
struct RouteCheck {
  let network: NetworkFacts

  func finding() -> Finding {
    if network.isCollection { return toCollection }
    guard let domain = network.domain, !domain.subnets.isEmpty else {
      return .ok("the domain is in no VPC of this account")
    }
    guard !network.function.subnets.isEmpty else {
      return .broken(
        "the domain is in a VPC and \(network.function.name) is in none: every connection times out",
        remedy: "put the function into subnets from which the domain is reached: \(SecurityChecks.render)")
    }
    if let endpoint = network.function.openSearchEndpoint, let own = domain.endpoint,
      !endpoint.contains(own)
    {
      return .ok("not by the domain's own address but by \(endpoint), an endpoint within a VPC")
    }
    return egress() ?? ingress(of: domain) ?? routes()
      ?? .ok("port 443 of the domain is reached from \(network.function.subnets.joined(separator: ", "))")
  }

  /// OpenSearch Serverless has endpoints within VPCs that only its own service tells of.
  private var toCollection: Finding {
    guard !network.function.subnets.isEmpty else {
      return .ok(
        "a collection is reached over the internet, from which \(network.function.name) is not cut off")
    }
    return .unknown(
      "\(network.function.name) is in a VPC: whether a way leads from there to the collection is not looked at",
      remedy:
        "a way is a VPC endpoint of OpenSearch Serverless that the collection's network policy names, or a NAT"
    )
  }

  private func egress() -> Finding? {
    let rules = network.functionGroups.map(\.outward)
    guard !isReached(network.domainSubnets, network.domainGroups, by: rules.flatMap(\.peers)) else {
      return nil
    }
    if let list = rules.flatMap(\.prefixLists).first { return unlooked(list, "lets 443 out to the domain") }
    return .broken(
      "no security group of \(network.function.name) (\(ids(network.functionGroups))) lets 443 out to the domain",
      remedy: "aws ec2 authorize-security-group-egress --group-id \(network.functionGroups.first?.id ?? "…") "
        + "--protocol tcp --port 443 --cidr \(network.domainSubnets.first?.block ?? "…")")
  }

  private func ingress(of domain: DomainStatus) -> Finding? {
    let rules = network.domainGroups.map(\.inward)
    guard !isReached(network.functionSubnets, network.functionGroups, by: rules.flatMap(\.peers)) else {
      return nil
    }
    if let list = rules.flatMap(\.prefixLists).first {
      return unlooked(list, "lets 443 in from \(network.function.name)")
    }
    return .broken(
      "no security group of the domain (\(ids(network.domainGroups))) lets 443 in from \(network.function.name)",
      remedy: "aws ec2 authorize-security-group-ingress --group-id \(network.domainGroups.first?.id ?? "…") "
        + "--protocol tcp --port 443 --source-group \(network.functionGroups.first?.id ?? "…")")
  }

  /// A peering that packets take has to stand; what others that end in the same VPCs are like does not matter.
  private func peering(_ id: String) -> Finding? {
    guard let state = network.peerings[id], state != "active" else { return nil }
    return .broken(
      "the peering \(id) to the domain's VPC is \(state)",
      remedy: state == "pending-acceptance"
        ? "aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id \(id)"
        : "make a new peering, and point the routes at it")
  }

  private func routes() -> Finding? {
    for from in network.functionSubnets {
      for to in network.domainSubnets where from.vpc != to.vpc {
        if let missing = missingRoute(from, to) ?? missingRoute(to, from) { return missing }
      }
    }
    return nil
  }

  private func missingRoute(_ from: Subnet, _ to: Subnet) -> Finding? {
    let tables = network.tables[from.vpc] ?? []
    let table = tables.first { $0.subnets.contains(from.id) } ?? tables.first { $0.isMain }
    let route = table?.routes.filter { $0.gateway != "local" && holds($0.destination, to.block) }
      .max { prefixLength($0) < prefixLength($1) }
    if let route, let unfit = peering(route.gateway) { return unfit }
    if let route, route.state == "active" { return nil }
    if route == nil, let list = table?.routes.first(where: { $0.destination.hasPrefix("pl-") }) {
      return unlooked(list.destination, "has a route from \(from.id) to \(to.block)")
    }
    let what = route == nil ? "has no route" : "has a route to nowhere (blackhole)"
    return .broken(
      "the subnet \(from.id) \(what) to \(to.block) of \(to.vpc)",
      remedy: "aws ec2 create-route --destination-cidr-block \(to.block) --vpc-peering-connection-id pcx-…, "
        + "in the route table of \(from.id)")
  }

  private func unlooked(_ list: String, _ words: String) -> Finding {
    .unknown(
      "the prefix list \(list) may be what \(words): it is not looked into",
      remedy: "aws ec2 get-managed-prefix-list-entries --prefix-list-id \(list)")
  }

  // MARK: Blocks

  /// Whether any peer of a security group's rule is, or holds, one of the subnets or groups.
  private func isReached(_ subnets: [Subnet], _ groups: [SecurityGroup], by peers: [String]) -> Bool {
    peers.contains { peer in
      groups.contains { $0.id == peer } || subnets.contains { holds(peer, $0.block) }
    }
  }

  private func holds(_ outer: String, _ inner: String) -> Bool {
    guard let outer = Network(outer), let inner = Network(inner) else { return false }
    return outer.prefixLength <= inner.prefixLength && outer.contains(inner.base)
  }

  private func prefixLength(_ route: Route) -> Int { Network(route.destination)?.prefixLength ?? 0 }

  private func ids(_ groups: [SecurityGroup]) -> String { groups.map(\.id).joined(separator: ", ") }
}
