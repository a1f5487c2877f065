import CloudTrail
import Testing

@testable import AWS

/// What is planned from texts, as if they lay in files.
func planned(
  _ config: String = "", credentials: String = "", environment: [String: String] = [:], flag: String? = nil
) throws -> PlannedCredentials {
  let environment = AWSEnvironment(["HOME": "/home/x"].merging(environment) { $1 })
  let shared = SharedConfiguration(
    paths: SharedPaths(environment), config: try INIFile(config, file: "config"),
    credentials: try INIFile(credentials, file: "credentials"))
  return try CredentialsPlanner(environment: environment, shared: shared, flag: flag).plan()
}

/// `NAME_ID`'s keys as a section's settings.
func keys(_ name: String) -> String {
  "aws_access_key_id = \(name)_ID\naws_secret_access_key = \(name)_SECRET\n"
}

@Suite("The plan follows the AWS CLI's order")
struct CredentialsPlannerTests {
  private let variables = ["AWS_ACCESS_KEY_ID": "ENV_ID", "AWS_SECRET_ACCESS_KEY": "ENV_SECRET"]

  private func keyID(_ planned: PlannedCredentials) -> String? {
    if case .keys(let credentials) = planned.plan { credentials.accessKeyID } else { nil }
  }

  @Test("The environment goes before the profile that it names")
  func environmentBeforeProfile() throws {
    let found = try planned(
      credentials: "[a]\n" + keys("A"), environment: variables.merging(["AWS_PROFILE": "a"]) { $1 })
    #expect(keyID(found) == "ENV_ID")
    #expect(found.origin == "AWS_ACCESS_KEY_ID in the environment")
  }

  @Test("A profile of a flag goes before the environment")
  func flagBeforeEnvironment() throws {
    let found = try planned(credentials: "[a]\n" + keys("A"), environment: variables, flag: "a")
    #expect(keyID(found) == "A_ID")
    #expect(found.origin == "profile a (credentials:2)")
  }

  @Test("AWS_PROFILE goes before AWS_DEFAULT_PROFILE, and an empty one counts as none")
  func profileVariables() throws {
    let files = "[a]\n" + keys("A") + "[b]\n" + keys("B")
    let both = ["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"]
    #expect(keyID(try planned(credentials: files, environment: both)) == "A_ID")
    let empty = ["AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "b"]
    #expect(keyID(try planned(credentials: files, environment: empty)) == "B_ID")
  }

  @Test("Keys in credentials go before those in config, a process between them")
  func files() throws {
    let config = "[default]\n" + keys("C")
    #expect(keyID(try planned(config, credentials: "[default]\n" + keys("S"))) == "S_ID")
    #expect(keyID(try planned(config)) == "C_ID")
    let process = try planned(config + "credential_process = /bin/p 'a b'\n")
    #expect(process.plan == .process(["/bin/p", "a b"], SettingPlace(file: "config", line: 4)))
  }

  @Test("A role is assumed with the keys of its source, with all that is set")
  func role() throws {
    let config = """
      [profile r]
      role_arn = arn:aws:iam::111122223333:role/R
      source_profile = s
      external_id = e
      role_session_name = n
      duration_seconds = 900
      mfa_serial = arn:aws:iam::111122223333:mfa/m
      """
    let found = try planned(config, credentials: "[s]\n" + keys("S"), flag: "r")
    guard case .assumeRole(let role, let source) = found.plan else { throw Unexpected(found) }
    #expect(
      role
        == AssumedRole(
          roleARN: "arn:aws:iam::111122223333:role/R", sessionName: "n", externalID: "e",
          durationSeconds: 900, mfaSerial: "arn:aws:iam::111122223333:mfa/m"))
    #expect(keyID(source) == "S_ID")
  }

  @Test("A role goes before its own profile's keys, with which it is assumed when it names itself")
  func selfSource() throws {
    let found = try planned("[profile r]\nrole_arn = a\nsource_profile = r\n" + keys("R"), flag: "r")
    guard case .assumeRole(_, let source) = found.plan else { throw Unexpected(found) }
    #expect(keyID(source) == "R_ID")
  }

  @Test("A chain of roles is planned from its end")
  func chain() throws {
    let config = """
      [profile a]
      role_arn = A
      source_profile = b
      [profile b]
      role_arn = B
      source_profile = c
      """
    let found = try planned(config, credentials: "[c]\n" + keys("C"), flag: "a")
    guard case .assumeRole(let outer, let middle) = found.plan,
      case .assumeRole(let inner, let source) = middle.plan
    else { throw Unexpected(found) }
    #expect([outer.roleARN, inner.roleARN] == ["A", "B"])
    #expect(keyID(source) == "C_ID")
  }

  @Test(
    "credential_source takes from the environment even beside a flag, from the container and the instance")
  func credentialSource() throws {
    func source(_ name: String, _ environment: [String: String]) throws -> CredentialsPlan {
      let config = "[profile r]\nrole_arn = R\ncredential_source = \(name)\n"
      let found = try planned(config, environment: environment, flag: "r")
      guard case .assumeRole(_, let source) = found.plan else { throw Unexpected(found) }
      return source.plan
    }
    guard case .keys(let keys) = try source("Environment", variables) else { throw Unexpected() }
    #expect(keys.accessKeyID == "ENV_ID")
    let relative = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"]
    guard case .container(let endpoint) = try source("EcsContainer", relative) else { throw Unexpected() }
    #expect(endpoint.url == "http://169.254.170.2/x")
    guard case .instanceMetadata = try source("Ec2InstanceMetadata", [:]) else { throw Unexpected() }
  }

  @Test("A web identity takes each setting from the environment first, and nothing of it beside a flag")
  func webIdentity() throws {
    let config = "[profile w]\nrole_arn = FILE\nweb_identity_token_file = /t\n"
    let environment = ["AWS_PROFILE": "w", "AWS_ROLE_ARN": "ENV", "AWS_ROLE_SESSION_NAME": "s"]
    #expect(
      try planned(config, environment: environment).plan
        == .webIdentity(WebIdentity(roleARN: "ENV", sessionName: "s", tokenFile: "/t")))
    #expect(
      try planned(config, environment: environment, flag: "w").plan
        == .webIdentity(WebIdentity(roleARN: "FILE", sessionName: nil, tokenFile: "/t")))
  }

  @Test("Identity Center by its session and by a legacy profile, before keys in the same profile")
  func singleSignOn() throws {
    let config = """
      [sso-session corp]
      sso_start_url = https://corp.awsapps.com/start
      sso_region = eu-west-1
      [profile new]
      sso_session = corp
      sso_account_id = 111122223333
      sso_role_name = Audit
      [profile old]
      sso_start_url = https://old.awsapps.com/start
      sso_region = us-east-1
      sso_account_id = 111122223333
      sso_role_name = Audit
      """
    func plan(_ profile: String, _ start: String, _ region: String, _ session: String?) -> CredentialsPlan {
      .singleSignOn(
        SingleSignOn(
          profile: profile, startURL: start, region: region, accountID: "111122223333", roleName: "Audit",
          session: session))
    }
    #expect(
      try planned(config, credentials: "[new]\n" + keys("N"), flag: "new").plan
        == plan("new", "https://corp.awsapps.com/start", "eu-west-1", "corp"))
    #expect(
      try planned(config, flag: "old").plan
        == plan("old", "https://old.awsapps.com/start", "us-east-1", nil))
  }

  @Test("Without anything else the container's endpoint is asked, then the instance")
  func machine() throws {
    let full = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/x"]
    guard case .container = try planned(environment: full).plan else { throw Unexpected() }
    guard case .instanceMetadata(let metadata) = try planned().plan else { throw Unexpected() }
    #expect(metadata.endpoint == "http://169.254.169.254")
    let six = ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"]
    guard case .instanceMetadata(let other) = try planned(environment: six).plan else { throw Unexpected() }
    #expect(other.endpoint == "http://[fd00:ec2::254]")
  }
}

/// A plan of another kind than the test needs.
struct Unexpected: Error {
  let description: String
  init(_ found: Any? = nil) { description = "\(String(describing: found))" }
}
