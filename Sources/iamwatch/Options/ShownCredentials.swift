import AWS
import YAML

/// The profile, the region and the way to credentials that the flags, the environment and the AWS CLI's files come to.
///
/// Nothing is called for it. Key ids are shown, since CloudTrail records them; secrets, tokens and the arguments of a
/// `credential_process` are not.
struct ShownCredentials {
  let entries: [YAMLValue.Entry]

  init(_ settings: AWSSettings) throws(CredentialsError) {
    var entries = [
      YAMLValue.Entry("profile", .text(settings.profileName)),
      YAMLValue.Entry("profile_from", .text(settings.profileOrigin)),
    ]
    if let region = try settings.region() {
      entries.append(YAMLValue.Entry("region", .text(region.name)))
      entries.append(YAMLValue.Entry("region_from", .text(region.origin)))
    }
    do throws(CredentialsError) {
      let steps = ShownCredentials.steps(try settings.plan())
      entries.append(YAMLValue.Entry("credentials", .list(steps.map(YAMLValue.mapping))))
    } catch .nothingFound(let tried) {
      entries.append(YAMLValue.Entry("credentials", .text("none in \(tried.joined(separator: ", "))")))
    }
    self.entries = entries
  }

  /// The source, and before it the roles that are assumed with it, the last one first.
  private static func steps(_ planned: PlannedCredentials) -> [[YAMLValue.Entry]] {
    let (kind, value, rest) = shown(planned.plan)
    let own = [YAMLValue.Entry(kind, .text(value))] + rest.map { YAMLValue.Entry($0.0, .text($0.1)) }
    let step = own + [YAMLValue.Entry("from", .text(planned.origin))]
    guard case .assumeRole(_, let source) = planned.plan else { return [step] }
    return [step] + steps(source)
  }

  private static func shown(_ plan: CredentialsPlan) -> (String, String, [(String, String)]) {
    switch plan {
    case .keys(let keys): ("access_key_id", keys.accessKeyID, [])
    case .assumeRole(let role, _): ("role", role.roleARN, role.mfaSerial.map { [("mfa", $0)] } ?? [])
    case .webIdentity(let identity): ("web_identity", identity.roleARN, [("token_file", identity.tokenFile)])
    case .singleSignOn(let login):
      ("identity_center", login.roleName, [("account", login.accountID), ("start_url", login.startURL)])
    case .process(let words, _): ("credential_process", words.first ?? "", [])
    case .container(let endpoint): ("container", endpoint.shownURL, [])
    case .instanceMetadata(let metadata): ("instance_metadata", metadata.endpoint, [])
    }
  }
}
