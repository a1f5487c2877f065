import CloudTrail
import Synchronization
import Testing

@testable import AWS

/// A home with the AWS CLI's files, a network and a clock.
final class ChainWorld: Sendable {
  let folder: Folder
  let network: FakeNetwork
  private let clock = Mutex(november)

  init(_ answer: @escaping FakeNetwork.Answer = { _ in nil }) throws {
    folder = try Folder()
    network = FakeNetwork(answer)
  }

  func pass(seconds: Int64) { clock.withLock { $0.milliseconds += seconds * 1000 } }

  func chain(
    _ variables: [String: String] = [:], profile: String? = nil, region: String? = nil
  ) -> CredentialsChain {
    let environment = AWSEnvironment(
      ["HOME": folder.path, "PATH": "/usr/bin:/bin"].merging(variables) { $1 })
    let world = CredentialsChain.World(
      environment: environment, http: network, signer: FakeSigner(), now: { self.clock.withLock { $0 } },
      pause: .zero)
    return CredentialsChain(world, profile: profile, region: region)
  }
}

@Suite("The chain finds, keeps and heals")
struct CredentialsChainTests {
  private func sts(_ keyID: String) -> String {
    """
    <R><Credentials><AccessKeyId>\(keyID)</AccessKeyId><SecretAccessKey>\(canary)</SecretAccessKey>
    <SessionToken>\(canary)</SessionToken><Expiration>2026-11-01T01:00:00Z</Expiration></Credentials></R>
    """
  }

  @Test("Files are read again when they change, and the new profile is used at once")
  func changedFiles() async throws {
    let world = try ChainWorld()
    let chain = world.chain()
    try world.folder.write(".aws/credentials", "[default]\n" + keys("A"))
    #expect(try await chain.credentials().accessKeyID == "A_ID")
    #expect(try await chain.origin() == "profile default (\(world.folder.path)/.aws/credentials:2)")
    try world.folder.write(".aws/credentials", "# moved\n[default]\n" + keys("OTHER"))
    #expect(try await chain.credentials().accessKeyID == "OTHER_ID")
  }

  @Test("A mistake in a file is the state until the file is mended")
  func mended() async throws {
    let world = try ChainWorld()
    let chain = world.chain()
    try world.folder.write(".aws/credentials", "nothing\n")
    await #expect(throws: CredentialsError.self) { try await chain.credentials() }
    #expect(await chain.state.description.contains("/.aws/credentials:1: a setting stands before"))
    try world.folder.write(".aws/credentials", "[default]\n" + keys("A"))
    #expect(try await chain.credentials().accessKeyID == "A_ID")
    #expect(await chain.state == .valid(until: nil))
  }

  @Test("A session of Identity Center heals when somebody signs in")
  func signedIn() async throws {
    let world = try ChainWorld { _ in
      (
        200,
        #"{"roleCredentials":{"accessKeyId":"ASIA1","secretAccessKey":"s","sessionToken":"t","expiration":1793494800000}}"#
      )
    }
    try world.folder.write(
      ".aws/config",
      "[default]\nsso_account_id = 1\nsso_role_name = R\nsso_region = eu-west-1\nsso_start_url = https://x/start\n"
    )
    let chain = world.chain()
    await #expect(throws: CredentialsError.self) { try await chain.credentials() }
    #expect(await chain.state.description.contains("aws sso login --profile default"))
    let token = #"{"accessToken":"a","expiresAt":"2026-11-01T08:00:00Z"}"#
    let plan = SingleSignOn(
      profile: "", startURL: "https://x/start", region: "", accountID: "", roleName: "", session: nil)
    let name = SSOTokenFile(folder: ".aws/sso/cache", plan: plan).path
    try world.folder.write(name, token)
    world.pass(seconds: 5)
    #expect(try await chain.credentials().accessKeyID == "ASIA1")
    #expect(await chain.state.isUsable)
  }

  @Test("A chain of roles assumes each with the one before, and only renews what has to be")
  func roles() async throws {
    let world = try ChainWorld { [answers = [sts("INNER"), sts("OUTER")]] request in
      (200, request.headers["authorization"]?.hasPrefix("C_ID/") == true ? answers[0] : answers[1])
    }
    try world.folder.write(
      ".aws/config",
      "[profile a]\nregion = eu-west-1\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = c\n"
    )
    try world.folder.write(".aws/credentials", "[c]\n" + keys("C"))
    let chain = world.chain(profile: "a")
    #expect(try await chain.credentials().accessKeyID == "OUTER")
    #expect(
      world.network.asked.map { $0.headers["authorization"] } == [
        "C_ID/eu-west-1/sts", "INNER/eu-west-1/sts",
      ])
    await chain.refused(try await chain.credentials(), code: "ExpiredToken")
    _ = try await chain.credentials()
    #expect(world.network.asked.count == 3)
  }

  @Test("A region that the file changes is where STS is called from then on")
  func changedRegion() async throws {
    let world = try ChainWorld { [answer = sts("ROLE")] _ in (200, answer) }
    let role = "\nrole_arn = R\nsource_profile = default\n" + keys("A")
    let chain = world.chain()
    for region in ["eu-west-1", "us-east-1"] {
      try world.folder.write(".aws/config", "[default]\nregion = \(region)" + role)
      _ = try await chain.credentials()
      #expect(world.network.asked.last?.url == "https://sts.\(region).amazonaws.com/")
    }
  }

  @Test("A source whose key STS refuses is asked for anew")
  func refusedSource() async throws {
    let refusal = "<E><Code>ExpiredToken</Code><Message>over</Message></E>"
    let asked = Mutex(0)
    let world = try ChainWorld { [answer = sts("ROLE")] request in
      if request.url.contains("/container") {
        return (200, sessionDocument("ASIA\(asked.withLock { $0 += 1; return $0 })"))
      }
      return request.headers["authorization"]?.hasPrefix("ASIA1/") == true ? (403, refusal) : (200, answer)
    }
    try world.folder.write(
      ".aws/config", "[default]\nregion = r\nrole_arn = R\ncredential_source = EcsContainer\n")
    let chain = world.chain(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/container"])
    let error = await #expect(throws: CredentialsError.self) { try await chain.credentials() }
    #expect(error == .refused("AssumeRole of R", code: "ExpiredToken", message: "over"))
    world.pass(seconds: 5)
    #expect(try await chain.credentials().accessKeyID == "ROLE")
  }

  @Test("Where nothing is found all is told that was looked at")
  func nothing() async throws {
    let chain = try ChainWorld().chain()
    let error = await #expect(throws: CredentialsError.self) { try await chain.credentials() }
    let text = error?.description ?? ""
    for words in ["AWS_ACCESS_KEY_ID", "profile default of", "container", "169.254.169.254", "aws configure"]
    {
      #expect(text.contains(words), "\(text)")
    }
  }

  @Test("The region by flag, variables, profile and instance, in this order")
  func region() async throws {
    let world = try ChainWorld { request in
      request.method == "PUT" ? (200, "T") : (200, "ca-central-1b")
    }
    #expect(try await world.chain().region() == "ca-central-1")
    #expect(try await world.chain(["AWS_EC2_METADATA_DISABLED": "true"]).region() == nil)
    try world.folder.write(".aws/config", "[default]\nregion = eu-west-3\n")
    #expect(try await world.chain().region() == "eu-west-3")
    let variables = ["AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"]
    #expect(try await world.chain(["AWS_DEFAULT_REGION": "us-west-1"]).region() == "us-west-1")
    #expect(try await world.chain(variables).region() == "us-east-2")
    #expect(try await world.chain(variables, region: "ap-south-1").region() == "ap-south-1")
  }
}
