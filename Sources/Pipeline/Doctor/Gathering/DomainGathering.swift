import AWS
import CloudTrail

/// Asks OpenSearch Service of the domain, EC2 of the way to it, and the domain itself of its indices.
struct DomainGathering: Sendable {
  let plan: PipelinePlan
  let calls: AccountCalls

  private var region: String { plan.homeRegion }

  func facts() async -> (Answered<NetworkFacts>, Answered<IndexFacts>) {
    if let collection { return await facts(of: collection) }
    let domain = await Answered.of { () throws(CallFailure) in
      try await calls.openSearchDomain(name, in: region)
    }
    async let index = Answered.of { () throws(CallFailure) in
      try await IndexGathering(origin: try origin(of: domain), calls: calls, region: region).facts()
    }
    let network = await Answered.of { () throws(CallFailure) in try await way(to: domain) }
    return (network, await index)
  }

  /// The collection of OpenSearch Serverless that the configuration names; OpenSearch Service knows nothing of it.
  private var collection: HTTPOrigin? {
    plan.openSearchEndpoint.flatMap { try? HTTPOrigin($0) }.flatMap { $0.isCollection ? $0 : nil }
  }

  private func facts(of collection: HTTPOrigin) async -> (Answered<NetworkFacts>, Answered<IndexFacts>) {
    async let index = Answered.of { () throws(CallFailure) in
      try await IndexGathering(origin: collection, calls: calls, region: region).facts()
    }
    let network = await Answered.of { () throws(CallFailure) in
      NetworkFacts(
        function: try await calls.function(PipelineNames.forwardFunction, in: region), isCollection: true)
    }
    return (network, await index)
  }

  /// Where the domain is asked.
  func origin() async throws(CallFailure) -> HTTPOrigin {
    if plan.openSearchEndpoint != nil { return try origin(of: .failure(.failed(""))) }
    return try origin(of: .success(try await calls.openSearchDomain(name, in: region)))
  }

  /// The domain's name: its host begins with it, behind `search-` or `vpc-` and before a hash.
  private var name: String {
    guard let endpoint = plan.openSearchEndpoint, let host = try? HTTPOrigin(endpoint).host,
      SignedService(openSearchHost: host) != nil,
      let label = host.split(separator: ".").first
    else { return PipelineNames.domain }
    let parts = label.split(separator: "-")
    guard parts.count > 2 else { return PipelineNames.domain }
    return parts.dropFirst().dropLast().joined(separator: "-")
  }

  private func origin(of domain: Answered<DomainStatus>) throws(CallFailure) -> HTTPOrigin {
    let text: String
    if let configured = plan.openSearchEndpoint {
      text = configured
    } else {
      guard let endpoint = try domain.get().endpoint else {
        throw .absent("the domain \(name) has no endpoint yet")
      }
      text = "https://\(endpoint)"
    }
    do throws(HTTPError) { return try HTTPOrigin(text) } catch { throw .failed("\(error)") }
  }

  /// A domain that is not this account's is not asked for.
  private func way(to domain: Answered<DomainStatus>) async throws(CallFailure) -> NetworkFacts {
    var facts = NetworkFacts(function: try await calls.function(PipelineNames.forwardFunction, in: region))
    if domain.isAbsent { return facts }
    let domain = try domain.get()
    facts.domain = domain
    guard !domain.subnets.isEmpty, !facts.function.subnets.isEmpty else { return facts }
    facts.functionSubnets = try await calls.subnets(facts.function.subnets, in: region)
    facts.domainSubnets = try await calls.subnets(domain.subnets, in: region)
    facts.functionGroups = try await calls.securityGroups(facts.function.securityGroups, in: region)
    facts.domainGroups = try await calls.securityGroups(domain.securityGroups, in: region)
    try await routes(into: &facts)
    return facts
  }

  private func routes(into facts: inout NetworkFacts) async throws(CallFailure) {
    let vpcs = Set((facts.functionSubnets + facts.domainSubnets).map(\.vpc))
    guard vpcs.count > 1 else { return }
    for vpc in vpcs.sorted() { facts.tables[vpc] = try await calls.routeTables(of: vpc, in: region) }
    let gateways = Set(facts.tables.values.joined().flatMap(\.routes).map(\.gateway))
    for peering in gateways.sorted() where peering.hasPrefix("pcx-") {
      facts.peerings[peering] = try await state(of: peering)
    }
  }

  /// A route may outlive its peering.
  private func state(of peering: String) async throws(CallFailure) -> String {
    do throws(CallFailure) { return try await calls.peeringState(peering, in: region) } catch {
      guard case .absent = error else { throw error }
      return "gone"
    }
  }
}
