import CloudTrail
import Testing

@testable import AWS

@Suite("The instance metadata service, version 2 alone")
struct InstanceMetadataServiceTests {
  private static let roles = "/latest/meta-data/iam/security-credentials/"

  /// A service that demands the token, as one with `HttpTokens: required` does.
  private func network(
    token: (Int, String)? = (200, "TOKEN"), role: (Int, String) = (200, "audit"),
    document: String = sessionDocument("ASIA1")
  ) -> FakeNetwork {
    FakeNetwork { request in
      if request.method == "PUT" {
        let isRight = request.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"
        return isRight ? token : (400, "")
      }
      guard request.headers["x-aws-ec2-metadata-token"] == "TOKEN" else { return (401, "") }
      if request.url.hasSuffix(InstanceMetadataServiceTests.roles) { return role }
      if request.url.hasSuffix("/placement/availability-zone/") { return (200, "eu-west-1b") }
      return request.url.hasSuffix("/audit") ? (200, document) : (404, "")
    }
  }

  private func service(_ network: FakeNetwork, _ variables: [String: String] = [:]) throws
    -> InstanceMetadataService
  {
    let settings = try #require(try InstanceMetadata(AWSEnvironment(variables), nil))
    return InstanceMetadataService(settings: settings, http: network, now: { november })
  }

  @Test("The role's credentials come with the token of version 2, and by no proxy")
  func credentials() async throws {
    let network = network()
    let found = try await service(network).credentials()
    #expect(found.accessKeyID == "ASIA1")
    #expect(found.sessionToken?.exposed == canary + "-t")
    #expect(found.expiration == Timestamp("2026-11-01T06:00:00Z"))
    #expect(network.asked.map(\.method) == ["PUT", "GET", "GET"])
    #expect(
      network.asked.allSatisfy { !$0.mayUseProxy && $0.url.hasPrefix("http://169.254.169.254/latest/") })
  }

  @Test("The region is the zone's without its letter")
  func region() async throws {
    #expect(try await service(network()).region() == "eu-west-1")
  }

  @Test("Another endpoint, with or without a slash at its end")
  func endpoint() async throws {
    let network = network()
    _ = try await service(network, ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:8080/"])
      .credentials()
    #expect(network.asked.first?.url == "http://127.0.0.1:8080/latest/api/token")
  }

  @Test("What has ended is used on while the service behind has nothing newer")
  func staticStability() async throws {
    let network = network(document: sessionDocument("ASIA1", until: "2026-10-31T23:00:00Z"))
    #expect(try await service(network).credentials().expiration == Timestamp("2026-11-01T00:20:00Z"))
  }

  @Test("Each request is tried as often as is set", arguments: [("1", 1), ("3", 3)])
  func attempts(setting: String, count: Int) async throws {
    let network = network(token: nil)
    let service = try service(network, ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": setting])
    await #expect(throws: CredentialsError.self) { try await service.credentials() }
    #expect(network.asked.count == count)
  }

  @Test(
    "A service of version 1 alone is refused, and no GET goes to it without a token",
    arguments: [403, 404, 405])
  func versionOne(status: Int) async throws {
    let network = network(token: (status, ""))
    let error = await #expect(throws: CredentialsError.self) { try await service(network).credentials() }
    #expect(error?.description.contains("version 1 is not used") == true)
    #expect(network.asked.map(\.method) == ["PUT"])
  }

  @Test("Silence is told with what containers need")
  func silence() async throws {
    let error = await #expect(throws: CredentialsError.self) {
      try await service(network(token: nil)).credentials()
    }
    #expect(error?.description.contains("--http-put-response-hop-limit 2") == true)
  }

  @Test(
    "Every other answer that cannot be used in its own words",
    arguments: [
      ((404, ""), "", "has no role; attach an instance profile"), ((200, ""), "", "names no role"),
      ((200, "../../x y"), "", "names no role"), ((200, "other"), "", "status 404"),
      ((200, "audit"), "nonsense", "not a JSON"),
      (
        (200, "audit"), #"{"Code":"AssumeRoleUnauthorizedAccess"}"#,
        "its Code is AssumeRoleUnauthorizedAccess"
      ),
      ((200, "audit"), sessionDocument("A", until: "soon"), "Expiration is not a time"),
    ] as [((Int, String), String, String)])
  func answers(role: (Int, String), document: String, words: String) async throws {
    let error = await #expect(throws: CredentialsError.self) {
      try await service(network(role: role, document: document)).credentials()
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains(canary) == false)
  }
}
