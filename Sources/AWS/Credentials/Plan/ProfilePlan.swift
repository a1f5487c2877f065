/// What one profile gives, but for roles assumed with another's credentials.
extension CredentialsPlanner {
  /// Web identity, Identity Center, keys in `credentials`, process, keys in `config`: the first that the profile has.
  func plan(
    ofProfile name: String, withEnvironment: Bool
  ) throws(CredentialsError) -> PlannedCredentials? {
    if let found = try webIdentity(ofProfile: name, withEnvironment: withEnvironment) { return found }
    if let found = try singleSignOn(ofProfile: name) { return found }
    if let found = try keys(in: shared.credentialsOnly[name]) { return found }
    if let found = try process(ofProfile: name) { return found }
    return try keys(in: shared.configOnly[name])
  }

  private func keys(in profile: Profile?) throws(CredentialsError) -> PlannedCredentials? {
    guard let profile, let keyID = try profile.text("aws_access_key_id") else { return nil }
    guard let secret = try profile.text("aws_secret_access_key") else {
      throw .partialKeys("\(profile.place(of: "aws_access_key_id"))", missing: "aws_secret_access_key")
    }
    let token = profile["aws_security_token"] ?? profile["aws_session_token"]
    let keys = Credentials(
      accessKeyID: keyID, secretAccessKey: Secret(secret), sessionToken: token.map(Secret.init))
    return PlannedCredentials(plan: .keys(keys), origin: profile.origin(at: "aws_access_key_id"))
  }

  private func process(ofProfile name: String) throws(CredentialsError) -> PlannedCredentials? {
    guard let profile = shared.profiles[name], let command = try profile.text("credential_process") else {
      return nil
    }
    let place = profile.place(of: "credential_process")
    guard let words = ShellWords.split(command), words.first?.isEmpty == false else {
      throw .process(place, "is empty, or a quote is not closed")
    }
    return PlannedCredentials(plan: .process(words, place), origin: profile.origin(at: "credential_process"))
  }

  /// Each of the three settings by itself comes from the environment before the profile, as botocore has it.
  private func webIdentity(
    ofProfile name: String, withEnvironment: Bool
  ) throws(CredentialsError) -> PlannedCredentials? {
    let profile = shared.profiles[name]
    func setting(_ name: String, _ variable: String) -> String? {
      (withEnvironment ? environment[variable] : nil) ?? profile?[name]
    }
    guard let file = setting("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE"), !file.isEmpty else {
      return nil
    }
    let isOurs = withEnvironment && environment["AWS_WEB_IDENTITY_TOKEN_FILE"] != nil
    let origin =
      isOurs
      ? "AWS_WEB_IDENTITY_TOKEN_FILE in the environment"
      : profile.map { $0.origin(at: "web_identity_token_file") } ?? name
    guard let role = setting("role_arn", "AWS_ROLE_ARN"), !role.isEmpty else {
      throw .webIdentityWithoutRole(origin)
    }
    let identity = WebIdentity(
      roleARN: role, sessionName: setting("role_session_name", "AWS_ROLE_SESSION_NAME"), tokenFile: file)
    return PlannedCredentials(plan: .webIdentity(identity), origin: origin)
  }

  private func singleSignOn(ofProfile name: String) throws(CredentialsError) -> PlannedCredentials? {
    guard let profile = shared.profiles[name],
      profile.settings["sso_role_name"] != nil || profile.settings["sso_account_id"] != nil
    else { return nil }
    let place = profile.place(of: "sso_account_id")
    let settings = try ssoSettings(of: profile)
    let needed = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"]
    let missing = needed.filter { settings[$0] == nil }
    guard let role = settings["sso_role_name"], let account = settings["sso_account_id"],
      let start = settings["sso_start_url"], let region = settings["sso_region"]
    else { throw .incompleteSSO(profile: name, missing: missing, place) }
    // The token goes to a host of this name.
    guard ChosenRegion.isName(region) else {
      throw .malformedRegion("\(place): sso_region of profile \(name)")
    }
    let plan = SingleSignOn(
      profile: name, startURL: start, region: region, accountID: account, roleName: role,
      session: profile["sso_session"])
    return PlannedCredentials(plan: .singleSignOn(plan), origin: profile.origin(at: "sso_account_id"))
  }

  /// The profile's settings with those of its `[sso-session]`, which must not contradict them.
  private func ssoSettings(of profile: Profile) throws(CredentialsError) -> [String: String] {
    var settings = profile.settings.compactMapValues(\.text)
    guard let name = profile["sso_session"] else { return settings }
    let place = profile.place(of: "sso_session")
    guard let session = shared.ssoSessions[name] else {
      throw .unknownSSOSession(profile: profile.name, session: name, place)
    }
    for (setting, value) in session.settings.compactMapValues(\.text).sorted(by: { $0.key < $1.key }) {
      if let own = settings[setting], own != value {
        throw .contradictorySSO(profile: profile.name, setting: setting, session: name, place)
      }
      settings[setting] = value
    }
    return settings
  }
}

extension Profile {
  /// Whether the profile is a role to be assumed with other credentials; a web identity's is not.
  var assumesRole: Bool { settings["role_arn"] != nil && settings["web_identity_token_file"] == nil }

  var hasKeys: Bool {
    settings["aws_access_key_id"] != nil || settings["aws_secret_access_key"] != nil
  }

  func origin(at setting: String) -> String { "profile \(name) (\(place(of: setting)))" }
}
