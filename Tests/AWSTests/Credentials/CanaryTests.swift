import CloudTrail
import Testing

@testable import AWS

@Suite("No secret is in any text: not in an error, a description, a dump or a mirror")
struct CanaryTests {
  private func texts(_ value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(dumped)"
  }

  @Test("Values that hold secrets show none")
  func values() throws {
    let keys = Credentials(
      accessKeyID: "AKIA1", secretAccessKey: Secret(canary), sessionToken: Secret(canary),
      expiration: november)
    let endpoint = try ContainerEndpoint(
      AWSEnvironment([
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/x",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": canary,
      ]))
    let client = SSOToken.Client(id: "c", secret: Secret(canary), expiresAt: november)
    let token = SSOToken(
      accessToken: Secret(canary), expiresAt: november, refreshToken: Secret(canary), client: client)
    let planned = PlannedCredentials(plan: .keys(keys), origin: "x")
    let request = HTTPRequest(
      method: "GET", url: "https://x/y?\(canary)", headers: [HTTPHeader("Authorization", canary)],
      body: Array(canary.utf8))
    let answer = HTTPAnswer(status: 200, headers: [], body: Array(canary.utf8))
    let environment = AWSEnvironment(["AWS_SECRET_ACCESS_KEY": canary])
    let setting = INISetting(value: .text(canary), place: SettingPlace(file: "f", line: 1))
    for value in [keys, endpoint as Any, token, planned, request, answer, environment, setting] as [Any] {
      #expect(!texts(value).contains(canary), "\(type(of: value))")
    }
  }

  /// Files and variables full of secrets, each ending in another error.
  private static let failing: [(config: String, variables: [String: String])] = [
    ("aws_secret_access_key = \(canary)\n", [:]),
    ("[default]\n\(canary)\n", [:]),
    ("[default]\naws_secret_access_key = \(canary)\naws_secret_access_key = \(canary)\n", [:]),
    ("[default]\naws_secret_access_key =\n  \(canary)\n", [:]),
    ("", ["AWS_ACCESS_KEY_ID": "A", "AWS_SESSION_TOKEN": canary]),
    ("", ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": canary, "AWS_CREDENTIAL_EXPIRATION": "soon"]),
    (
      "",
      [
        "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": canary,
        "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
      ]
    ),
    ("[default]\naws_session_token = \(canary)\naws_access_key_id = A\n", [:]),
    ("[default]\ncredential_process = sh -c 'echo \(canary); exit 1'\n", [:]),
    ("[default]\ncredential_process = echo \(canary)\n", [:]),
    ("[default]\ncredential_process = /nonexistent \(canary)\n", [:]),
    ("[default]\ncredential_process = \"\(canary)\n", [:]),
    (
      "[default]\nrole_arn = R\nsource_profile = default\naws_access_key_id = A\naws_secret_access_key = \(canary)\n",
      [:]
    ),
    ("", ["AWS_WEB_IDENTITY_TOKEN_FILE": "TOKEN", "AWS_ROLE_ARN": "R"]),
    (
      "",
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/x",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": canary,
      ]
    ),
    (
      "",
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/x",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": canary + "\n",
      ]
    ),
    ("[default]\nsso_account_id = 1\nsso_role_name = R\nsso_region = r\nsso_start_url = u\n", [:]),
    ("", [:]),
  ]

  @Test("Every way to fail shows none, whatever the services answer", arguments: failing.indices)
  func errors(index: Int) async throws {
    let (config, variables) = CanaryTests.failing[index]
    let answers: [(Int, String)?] = [
      nil, (403, canary), (200, canary), (500, canary),
      (200, "{\"AccessKeyId\":\"A\",\"Token\":\"\(canary)\"}"),
      (403, "<E><Code>Denied</Code><Message>\(canary)</Message></E>"), (403, "{\"message\":\"\(canary)\"}"),
      (200, "<R><Credentials><SecretAccessKey>\(canary)</SecretAccessKey></Credentials></R>"),
    ]
    for answer in answers {
      let world = try ChainWorld { _ in answer }
      try world.folder.write(".aws/config", config)
      let token = try world.folder.write("token", canary)
      let plan = SingleSignOn(
        profile: "", startURL: "u", region: "", accountID: "", roleName: "", session: nil)
      try world.folder.write(
        SSOTokenFile(folder: ".aws/sso/cache", plan: plan).path,
        #"{"accessToken":"\#(canary)","expiresAt":"2026-11-01T08:00:00Z"}"#)
      let chain = world.chain(variables.mapValues { $0 == "TOKEN" ? token : $0 })
      let error = await #expect(throws: CredentialsError.self) { try await chain.credentials() }
      let state = await chain.state
      #expect(!texts(error as Any).contains(canary), "\(texts(error as Any))")
      #expect(!texts(state).contains(canary))
    }
  }
}
