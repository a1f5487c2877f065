import AWS

/// The pipeline's things by their ARNs.
struct PipelineARNs {
  private let plan: PipelinePlan
  private let partition: String

  init(_ plan: PipelinePlan) {
    self.plan = plan
    partition = Partition(region: plan.homeRegion).rawValue
  }

  /// A thing of the Security account, in the home region.
  func security(_ service: String, _ thing: String) -> String {
    "arn:\(partition):\(service):\(plan.homeRegion):\(plan.securityAccount):\(thing)"
  }

  /// A thing of whatever account the policy is in, in any region.
  func anywhere(_ service: String, _ thing: String) -> String { "arn:\(partition):\(service):*:*:\(thing)" }

  /// A thing without a region, of whatever account the policy is in.
  func anyAccount(_ service: String, _ thing: String) -> String { "arn:\(partition):\(service)::*:\(thing)" }

  var bus: String { security("events", "event-bus/\(PipelineNames.bus)") }
  var logGroup: String { security("logs", "log-group:\(plan.logGroup)") }
  var anyLogGroup: String { security("logs", "log-group:*") }
  /// Secrets Manager adds a dash and six characters.
  var slackSecret: String { security("secretsmanager", "secret:\(plan.slackSecret)-??????") }
  var domain: String { security("es", "domain/\(plan.domainName)") }
  /// The collection of OpenSearch Serverless that the pipeline's documents are in; nil where they are in a domain.
  var collection: String? {
    guard let endpoint = plan.openSearchEndpoint, let host = try? HTTPOrigin(endpoint).host,
      let service = SignedService(openSearchHost: host), service.name == "aoss",
      let id = host.split(separator: ".").first
    else { return nil }
    return "arn:\(partition):aoss:\(service.region):\(plan.securityAccount):collection/\(id)"
  }
  var indices: String { "\(PipelineNames.indexPrefix)*" }
  var memberRoles: [String] {
    plan.members.compactMap { member in if case .role(let arn) = member.access { arn } else { nil } }
  }
}

extension PipelinePlan {
  /// The domain's name, or `*` where its address does not say it.
  ///
  /// AWS makes the address of it: `https://search-NAME-….REGION.es.amazonaws.com`, or `vpc-NAME-…` in a VPC (OpenSearch Service,
  /// "Domain endpoints").
  var domainName: String {
    guard let openSearchEndpoint else { return PipelineNames.domain }
    let host = openSearchEndpoint.split(separator: "/").dropFirst().first ?? ""
    guard let parts = host.split(separator: ".").first?.split(separator: "-"), parts.count >= 3,
      ["search", "vpc"].contains(parts[0]), host.contains(".es.amazonaws.com")
    else { return "*" }
    return parts.dropFirst().dropLast().joined(separator: "-")
  }
}
