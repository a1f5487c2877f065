/// How credentials will be had, settled from the flags, the environment and the files before anything is called.
///
/// Pure, so that which identity wins can be tested without a network.
package indirect enum CredentialsPlan: Equatable, Sendable {
  /// Keys that stand somewhere as they are.
  case keys(Credentials)
  case assumeRole(AssumedRole, from: PlannedCredentials)
  case webIdentity(WebIdentity)
  case singleSignOn(SingleSignOn)
  /// `credential_process`: the words of the command.
  case process([String], SettingPlace)
  case container(ContainerEndpoint)
  case instanceMetadata(InstanceMetadata)
}

/// A plan and where it comes from, in words for the screen.
package struct PlannedCredentials: Equatable, Sendable {
  package let plan: CredentialsPlan
  /// `AWS_ACCESS_KEY_ID in the environment`, `profile audit (~/.aws/config:3)`.
  package let origin: String
}

/// What AssumeRole is asked with.
package struct AssumedRole: Equatable, Sendable {
  package let roleARN: String
  package let sessionName: String?
  package let externalID: String?
  package let durationSeconds: Int?
  package let mfaSerial: String?
}

/// What AssumeRoleWithWebIdentity is asked with; the token is read anew each time, since it is replaced in place.
package struct WebIdentity: Equatable, Sendable {
  package let roleARN: String
  package let sessionName: String?
  package let tokenFile: String
}

/// What GetRoleCredentials of IAM Identity Center's portal is asked with.
package struct SingleSignOn: Equatable, Sendable {
  package let profile: String
  package let startURL: String
  package let region: String
  package let accountID: String
  package let roleName: String
  /// The name of the `[sso-session]`; nil for a legacy profile, whose token cannot be renewed.
  package let session: String?
}
