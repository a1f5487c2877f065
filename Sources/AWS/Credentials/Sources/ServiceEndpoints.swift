/// Where a service is called: as the environment and the profile say, else the region's own endpoint.
///
/// The AWS CLI's order: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the profile's `services` section, its `endpoint_url`.
/// `--endpoint-url` is for the sources' services and has no say here.
package struct ServiceEndpoints: Equatable, Sendable {
  private let environment: AWSEnvironment
  private let profile: Profile?
  private let services: Profile?

  package init(_ environment: AWSEnvironment, _ shared: SharedConfiguration, profile: String) {
    self.environment = environment
    self.profile = shared.profiles[profile]
    services = self.profile?["services"].flatMap { shared.services[$0] }
  }

  /// What is configured for a service, by the name of its section: `sts`, `sso`, `sso_oidc`; nil when nothing is. Without a slash at
  /// its end.
  package func configured(_ service: String) -> String? {
    let isIgnored =
      environment.truth("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
      ?? (profile?["ignore_configured_endpoint_urls"]?.lowercased() == "true")
    guard !isIgnored else { return nil }
    var section: String?
    if case .nested(let settings) = services?.settings[service]?.value { section = settings["endpoint_url"] }
    var url =
      environment["AWS_ENDPOINT_URL_\(service.uppercased())"] ?? environment["AWS_ENDPOINT_URL"] ?? section
      ?? profile?["endpoint_url"]
    while url?.hasSuffix("/") == true { url?.removeLast() }
    return url
  }

  /// STS in a region; without one the global endpoint, whose signatures are of us-east-1.
  package func sts(_ region: String?) -> (url: String, signingRegion: String) {
    let url = configured("sts") ?? region.map { "https://\(stsHost($0)).\($0).\(domain(of: $0))" }
    return (url ?? "https://sts.amazonaws.com", region ?? "us-east-1")
  }

  /// Of the services here STS alone has endpoints validated by FIPS 140; in GovCloud its only ones are.
  private func stsHost(_ region: String) -> String {
    let usesFIPS =
      environment.truth("AWS_USE_FIPS_ENDPOINT") ?? (profile?["use_fips_endpoint"]?.lowercased() == "true")
    return usesFIPS && !region.hasPrefix("us-gov-") ? "sts-fips" : "sts"
  }

  func portal(_ region: String) -> String {
    configured("sso") ?? "https://portal.sso.\(region).\(domain(of: region))"
  }

  func oidc(_ region: String) -> String {
    configured("sso_oidc") ?? "https://oidc.\(region).\(domain(of: region))"
  }

  private func domain(of region: String) -> String { Partition(region: region).domain }
}
