/// How the instance metadata service is reached.
package struct InstanceMetadata: Equatable, Sendable {
  /// Without a slash at its end.
  package let endpoint: String
  /// Seconds to wait for an answer, 1 when nobody says otherwise.
  package let timeoutSeconds: Int
  /// How often each request is tried, at least once.
  package let attempts: Int

  /// Nil when `AWS_EC2_METADATA_DISABLED` is true.
  /// - Throws: ``CredentialsError/instanceMetadata(_:)`` for a setting that cannot be.
  package init?(_ environment: AWSEnvironment, _ profile: Profile?) throws(CredentialsError) {
    guard environment.truth("AWS_EC2_METADATA_DISABLED") != true else { return nil }
    func setting(_ name: String) -> String? { environment["AWS_\(name.uppercased())"] ?? profile?[name] }
    let isIPv6 = try InstanceMetadata.isIPv6(
      mode: setting("ec2_metadata_service_endpoint_mode"), flag: setting("imds_use_ipv6"))
    var endpoint =
      setting("ec2_metadata_service_endpoint")
      ?? (isIPv6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254")
    while endpoint.hasSuffix("/") { endpoint.removeLast() }
    guard WebAddress(endpoint) != nil else {
      throw .instanceMetadata("AWS_EC2_METADATA_SERVICE_ENDPOINT is not an http or https address")
    }
    self.endpoint = endpoint
    timeoutSeconds = try InstanceMetadata.count(
      setting("metadata_service_timeout"), "metadata_service_timeout")
    attempts = try InstanceMetadata.count(
      setting("metadata_service_num_attempts"), "metadata_service_num_attempts")
  }

  private static func isIPv6(mode: String?, flag: String?) throws(CredentialsError) -> Bool {
    switch mode?.lowercased() {
    case nil: flag?.lowercased() == "true"
    case "ipv4": false
    case "ipv6": true
    default: throw .instanceMetadata("ec2_metadata_service_endpoint_mode is neither ipv4 nor ipv6")
    }
  }

  private static func count(_ text: String?, _ name: String) throws(CredentialsError) -> Int {
    guard let text else { return 1 }
    guard let count = Int(text), (1...60).contains(count) else {
      throw .instanceMetadata("\(name) is not a whole number from 1 to 60")
    }
    return count
  }
}
