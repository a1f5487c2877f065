/// What flags, variables and the AWS CLI's files settle before anything is called: profile, region, and whose credentials
/// will be used.
package struct AWSSettings: Sendable {
  package let environment: AWSEnvironment
  package let shared: SharedConfiguration
  /// `--profile`, or the configuration's.
  package let profileFlag: String?
  /// `--region`, or the configuration's.
  package let regionFlag: String?

  package init(
    environment: AWSEnvironment, shared: SharedConfiguration, profileFlag: String? = nil,
    regionFlag: String? = nil
  ) {
    self.environment = environment
    self.shared = shared
    self.profileFlag = profileFlag
    self.regionFlag = regionFlag
  }

  /// Reads the files that the environment names.
  /// - Throws: the first mistake in them.
  package init(
    environment: AWSEnvironment, profileFlag: String? = nil, regionFlag: String? = nil
  ) throws(CredentialsError) {
    self.init(
      environment: environment, shared: try SharedConfiguration(reading: SharedPaths(environment)),
      profileFlag: profileFlag, regionFlag: regionFlag)
  }

  var planner: CredentialsPlanner {
    CredentialsPlanner(environment: environment, shared: shared, flag: profileFlag)
  }

  /// The profile in force, `default` when nobody named one.
  package var profileName: String { planner.profileName }

  /// What named the profile: a flag, a variable, or nothing.
  package var profileOrigin: String {
    if profileFlag != nil { return "--profile" }
    return ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"].first { environment[$0] != nil } ?? "by default"
  }

  /// The file of trusted certificates that the profile names.
  package var certificates: String? { planner.profile?["ca_bundle"] }

  /// Whose credentials will be used.
  /// - Throws: what makes that impossible to say.
  package func plan() throws(CredentialsError) -> PlannedCredentials { try planner.plan() }
}
