import AWS
import CloudTrail

/// A domain as OpenSearch Service knows it.
package struct DomainStatus: Hashable, Sendable {
  package var name: String
  /// Without a scheme; nil while it is being made.
  package var endpoint: String?
  package var isProcessing: Bool
  /// Empty for a domain that is reached over the internet.
  package var subnets: [String] = []
  package var securityGroups: [String] = []
}

extension AccountCalls {
  func openSearchDomain(_ name: String, in region: String) async throws(CallFailure) -> DomainStatus {
    let path = "/2021-01-01/opensearch/domain/\(percentEncoded(name.utf8))"
    return try await rest(.describeDomain, in: region, path).withView { view in
      let domain = view.member("DomainStatus")
      let network = domain?.member("VPCOptions")
      let endpoint = domain?.string("Endpoint") ?? domain?.member("Endpoints")?.string("vpc")
      return DomainStatus(
        name: name, endpoint: endpoint, isProcessing: domain?.truth("Processing") ?? false,
        subnets: network?.strings("SubnetIds") ?? [],
        securityGroups: network?.strings("SecurityGroupIds") ?? [])
    }
  }
}
