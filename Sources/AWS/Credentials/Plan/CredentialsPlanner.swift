import CloudTrail

/// Finds the plan: the AWS CLI's order, which is botocore's `create_credential_resolver`.
///
/// Environment (not when a profile was named by a flag), `role_arn` of the profile, web identity, IAM Identity Center, keys in
/// `credentials`, `credential_process`, keys in `config`, container endpoint, instance metadata. Left out are its two forebears of
/// 2012 that no current tool writes: `AWS_CREDENTIAL_FILE` and `~/.boto`.
struct CredentialsPlanner {
  let environment: AWSEnvironment
  let shared: SharedConfiguration
  /// The profile of a flag or of the configuration.
  let flag: String?

  /// The profile in force; nil when nobody named one, and then `default` may be missing.
  var namedProfile: String? { flag ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] }
  var profileName: String { namedProfile ?? "default" }
  var profile: Profile? { shared.profiles[profileName] }

  func plan() throws(CredentialsError) -> PlannedCredentials {
    if let namedProfile, profile == nil { throw .unknownProfile(namedProfile, shared.paths) }
    if flag == nil, let keys = try environmentKeys() { return keys }
    if let profile, profile.assumesRole { return try role(of: profile, visited: [profile.name]) }
    if let found = try plan(ofProfile: profileName, withEnvironment: flag == nil) { return found }
    if let container = try ContainerEndpoint(environment) {
      return PlannedCredentials(plan: .container(container), origin: "the container's endpoint")
    }
    if let metadata = try InstanceMetadata(environment, profile) {
      return PlannedCredentials(plan: .instanceMetadata(metadata), origin: "the instance's role")
    }
    throw .nothingFound(tried)
  }

  /// What was looked at, for an error.
  var tried: [String] {
    let variable = flag == nil ? ["AWS_ACCESS_KEY_ID"] : []
    let metadata = environment.truth("AWS_EC2_METADATA_DISABLED") == true ? " (disabled)" : ""
    return variable + [
      "profile \(profileName) of \(shared.paths.config) and \(shared.paths.credentials)",
      "the container's endpoint (not set)", "the instance metadata service\(metadata)",
    ]
  }

  /// - Throws: ``CredentialsError/partialKeys(_:missing:)``, or that the variable for the end is not a time.
  func environmentKeys() throws(CredentialsError) -> PlannedCredentials? {
    guard let keyID = environment["AWS_ACCESS_KEY_ID"] else { return nil }
    guard let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
      throw .partialKeys("the environment has AWS_ACCESS_KEY_ID", missing: "AWS_SECRET_ACCESS_KEY")
    }
    let token = environment["AWS_SECURITY_TOKEN"] ?? environment["AWS_SESSION_TOKEN"]
    let end = environment["AWS_CREDENTIAL_EXPIRATION"]
    let expiration = end.flatMap(Timestamp.init)
    if end != nil, expiration == nil {
      throw .malformedVariable("AWS_CREDENTIAL_EXPIRATION", "this is not a time such as 2026-11-01T00:00:00Z")
    }
    let keys = Credentials(
      accessKeyID: keyID, secretAccessKey: Secret(secret), sessionToken: token.map(Secret.init),
      expiration: expiration)
    return PlannedCredentials(plan: .keys(keys), origin: "AWS_ACCESS_KEY_ID in the environment")
  }
}
