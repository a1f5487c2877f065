import CloudTrail

/// Why there are no credentials: one case for each way to fail, none of which holds a secret.
package enum CredentialsError: Error, Equatable, Sendable {
  /// A path and the system's reason.
  case unreadableFile(String, String)
  case malformedFile(SettingPlace, String)
  /// A profile that was asked for, by what, and neither file has.
  case unknownProfile(String, SharedPaths)
  /// One key of a pair without the other: where, and what is missing.
  case partialKeys(String, missing: String)
  case malformedVariable(String, String)
  /// What chose a region whose name cannot be one.
  case malformedRegion(String)
  case roleWithoutSource(profile: String, SettingPlace)
  case roleWithTwoSources(profile: String, SettingPlace)
  case unknownSourceProfile(profile: String, source: String, SettingPlace)
  case emptySourceProfile(profile: String, source: String, SettingPlace)
  /// The profiles in the order in which they lead to each other.
  case loop([String], SettingPlace)
  case unknownCredentialSource(profile: String, source: String, SettingPlace)
  case emptyCredentialSource(profile: String, source: String, SettingPlace)
  case webIdentityWithoutRole(String)
  case incompleteSSO(profile: String, missing: [String], SettingPlace)
  case unknownSSOSession(profile: String, session: String, SettingPlace)
  case contradictorySSO(profile: String, setting: String, session: String, SettingPlace)
  /// `aws sso login` has to be run: the profile, and why.
  case signInNeeded(profile: String, String)
  /// `credential_process`: where it is set, and what went wrong.
  case process(SettingPlace, String)
  case container(String)
  case instanceMetadata(String)
  /// An operation of STS or of IAM Identity Center, and the service's answer.
  case refused(String, code: String, message: String)
  case unreachable(String, String)
  /// An answer that is not what it has to be: whose, and what it lacks.
  case malformedAnswer(String, String)
  case multiFactorNeeded(serial: String)
  case regionNeeded(String)
  /// What was handed out is over, and nothing renews it.
  case expired(accessKeyID: String, Timestamp)
  /// Nowhere was anything: what was looked at, in order.
  case nothingFound([String])
}

extension CredentialsError: CustomStringConvertible {
  /// What was tried, where, and what to do.
  package var description: String {
    profileTrouble ?? signInTrouble ?? sourceTrouble ?? "no credentials"
  }

  private var profileTrouble: String? {
    switch self {
    case .unreadableFile(let path, let reason): "\(path) cannot be read: \(reason)"
    case .malformedFile(let place, let reason): "\(place): \(reason)"
    case .unknownProfile(let name, let paths):
      "there is no profile \(name): neither [profile \(name)] in \(paths.config) nor [\(name)] in \(paths.credentials)"
    case .partialKeys(let place, let missing): "\(place): \(missing) is missing; set both keys or neither"
    case .malformedVariable(let name, let reason): "\(name): \(reason)"
    case .malformedRegion(let origin): "\(origin): this is not the name of a region, such as us-east-1"
    case .roleWithoutSource(let profile, let place):
      "\(place): profile \(profile) has role_arn and nothing to assume it with; add source_profile or credential_source"
    case .roleWithTwoSources(let profile, let place):
      "\(place): profile \(profile) has both source_profile and credential_source; remove one"
    case .unknownSourceProfile(let profile, let source, let place):
      "\(place): the source_profile \(source) of profile \(profile) does not exist"
    case .emptySourceProfile(let profile, let source, let place):
      "\(place): the source_profile \(source) of profile \(profile) has no credentials"
    case .loop(let names, let place):
      "\(place): these profiles lead in a circle by source_profile: \(names.joined(separator: " → "))"
    case .unknownCredentialSource(let profile, let source, let place):
      "\(place): profile \(profile): credential_source is \(source), not Environment, Ec2InstanceMetadata or EcsContainer"
    case .emptyCredentialSource(let profile, let source, let place):
      "\(place): profile \(profile): credential_source \(source) has no credentials here"
    default: nil
    }
  }

  private var signInTrouble: String? {
    switch self {
    case .webIdentityWithoutRole(let place):
      "\(place): a web identity's token and no role; set role_arn or AWS_ROLE_ARN"
    case .incompleteSSO(let profile, let missing, let place):
      "\(place): profile \(profile) uses IAM Identity Center and lacks \(missing.joined(separator: ", "))"
    case .unknownSSOSession(let profile, let session, let place):
      "\(place): profile \(profile): there is no [sso-session \(session)]"
    case .contradictorySSO(let profile, let setting, let session, let place):
      "\(place): profile \(profile) and [sso-session \(session)] disagree on \(setting)"
    case .signInNeeded(let profile, let reason): "\(reason); run: aws sso login --profile \(profile)"
    case .multiFactorNeeded(let serial):
      "a code of the MFA device \(serial) is needed, and there is no terminal to ask for it"
    case .expired(let keyID, let end): "the credentials \(keyID) ended at \(end.rfc3339); renew them"
    default: nil
    }
  }

  private var sourceTrouble: String? {
    switch self {
    case .process(let place, let reason): "\(place): credential_process \(reason)"
    case .container(let reason): "the container's credentials: \(reason)"
    case .instanceMetadata(let reason): "the instance metadata service: \(reason)"
    case .refused(let operation, let code, let message):
      "\(operation) was refused: \(code)\(message.isEmpty ? "" : ": \(message)")"
    case .unreachable(let what, let reason): "\(what) cannot be reached: \(reason)"
    case .malformedAnswer(let what, let reason): "\(what) gave an answer that cannot be used: \(reason)"
    case .regionNeeded(let what): "\(what) needs a region; pass --region or set AWS_REGION"
    case .nothingFound(let tried):
      "no credentials found in \(tried.joined(separator: ", ")); name a --profile, or run aws configure"
    default: nil
    }
  }
}
