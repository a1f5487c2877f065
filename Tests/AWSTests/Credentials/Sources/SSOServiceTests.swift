import CloudTrail
import Digest
import Glibc
import Testing

@testable import AWS

@Suite("IAM Identity Center by the tokens of aws sso login")
struct SSOServiceTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  private func plan(session: String? = "corp") -> SingleSignOn {
    SingleSignOn(
      profile: "audit", startURL: "https://corp.awsapps.com/start", region: "eu-west-1",
      accountID: "111122223333", roleName: "Audit", session: session)
  }

  private func service(_ network: FakeNetwork, session: String? = "corp") -> SSOService {
    let environment = AWSEnvironment([:])
    let shared = SharedConfiguration(paths: SharedPaths(environment), config: nil, credentials: nil)
    return SSOService(
      plan: plan(session: session), file: SSOTokenFile(folder: folder.path, plan: plan(session: session)),
      endpoints: ServiceEndpoints(environment, shared, profile: "audit"), http: network, now: { november })
  }

  /// Writes the token's file under the name that the AWS CLI gives it.
  private func signIn(_ name: String = "corp", until end: String, renewable: Bool = false) throws {
    let more =
      renewable
      ? #","refreshToken":"\#(canary)-r","clientId":"c","clientSecret":"\#(canary)-s","registrationExpiresAt":"2026-12-01T00:00:00Z""#
      : ""
    try folder.write(
      "\(SHA1(of: name.utf8)).json", #"{"accessToken":"\#(canary)","expiresAt":"\#(end)"\#(more)}"#)
  }

  private let portal = FakeNetwork { request in
    if request.url == "https://oidc.eu-west-1.amazonaws.com/token" {
      let wanted =
        #"{"clientId":"c","clientSecret":"\#(canary)-s","grantType":"refresh_token","refreshToken":"\#(canary)-r"}"#
      return String(decoding: request.body, as: UTF8.self) == wanted
        ? (200, #"{"accessToken":"\#(canary)-new","expiresIn":3600,"refreshToken":"\#(canary)-next"}"#)
        : (400, #"{"error":"invalid_grant"}"#)
    }
    let address = "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials"
    guard request.url == address + "?role_name=Audit&account_id=111122223333" else { return (404, "") }
    guard [canary, canary + "-new"].contains(request.headers["x-amz-sso_bearer_token"]) else {
      return (401, canary)
    }
    return (
      200,
      #"{"roleCredentials":{"accessKeyId":"ASIA1","secretAccessKey":"\#(canary)","sessionToken":"\#(canary)","expiration":1793494800000}}"#
    )
  }

  @Test("A session's token is found by the session's name")
  func session() async throws {
    try signIn(until: "2026-11-01T08:00:00Z")
    let found = try await service(portal).credentials()
    #expect(found.accessKeyID == "ASIA1")
    #expect(found.expiration == Timestamp("2026-11-01T01:00:00Z"))
    #expect(portal.asked.count == 1)
  }

  @Test("A legacy profile's token is found by its start URL, in the spelling of older versions too")
  func legacy() async throws {
    try signIn("https://corp.awsapps.com/start", until: "2026-11-01T08:00:00UTC")
    #expect(try await service(portal, session: nil).credentials().accessKeyID == "ASIA1")
  }

  @Test("A session's token is renewed from 15 minutes before its end, and kept for the AWS CLI as well")
  func renewed() async throws {
    try signIn(until: "2026-11-01T00:14:00Z", renewable: true)
    #expect(try await service(portal).credentials().accessKeyID == "ASIA1")
    #expect(portal.asked.last?.headers["x-amz-sso_bearer_token"] == canary + "-new")
    let file = SSOTokenFile(folder: folder.path, plan: plan())
    let kept = try #require(try file.token())
    #expect(kept.accessToken.exposed == canary + "-new")
    #expect(kept.refreshToken?.exposed == canary + "-next")
    #expect(kept.expiresAt == Timestamp("2026-11-01T01:00:00Z"))
    #expect(kept.client?.secret.exposed == canary + "-s")
    var status = stat()
    #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test("A token that cannot be renewed is used to its end")
  func toItsEnd() async throws {
    try signIn(until: "2026-11-01T00:00:01Z")
    #expect(try await service(portal).credentials().accessKeyID == "ASIA1")
  }

  @Test("Signing in anew is asked for by name when the token is missing, over, or refused")
  func signInNeeded() async throws {
    func reason(_ network: FakeNetwork) async -> String {
      let error = await #expect(throws: CredentialsError.self) { try await service(network).credentials() }
      #expect(error?.description.hasSuffix("; run: aws sso login --profile audit") == true)
      #expect(error?.description.contains(canary) == false)
      return error?.description ?? ""
    }
    #expect(await reason(portal).contains("there is no token for corp"))
    try signIn(until: "2026-10-31T23:59:59Z")
    #expect(await reason(portal).contains("ended at 2026-10-31T23:59:59Z"))
    try signIn(until: "2026-11-01T08:00:00Z")
    #expect(await reason(FakeNetwork { _ in (401, canary) }).contains("no longer accepts"))
  }

  @Test("A role that is not assigned, an answer that is none and silence are told apart")
  func otherFailures() async throws {
    try signIn(until: "2026-11-01T08:00:00Z")
    func reason(_ answer: (Int, String)?) async -> String {
      let error = await #expect(throws: CredentialsError.self) {
        try await service(FakeNetwork { _ in answer }).credentials()
      }
      #expect(error?.description.contains(canary) == false)
      return error?.description ?? ""
    }
    #expect(
      await reason((403, #"{"message":"No access \#(canary)"}"#)).contains(
        "for Audit in 111122223333 was refused"))
    #expect(await reason((200, "{}")).contains("roleCredentials is incomplete"))
    #expect(await reason((200, canary)).contains("not a JSON object"))
    #expect(await reason(nil).contains("cannot be reached"))
  }
}
