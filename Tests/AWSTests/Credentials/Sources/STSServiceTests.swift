import CloudTrail
import Testing

@testable import AWS

@Suite("Roles assumed by STS")
struct STSServiceTests {
  private static let credentials = Credentials(
    accessKeyID: "AKIA1", secretAccessKey: Secret(canary), sessionToken: Secret(canary + "-session"))

  private func service(
    _ network: FakeNetwork, region: String? = "eu-west-1", variables: [String: String] = [:],
    askForCode: MFAPrompt? = nil
  ) -> STSService {
    let environment = AWSEnvironment(variables)
    let shared = SharedConfiguration(paths: SharedPaths(environment), config: nil, credentials: nil)
    return STSService(
      endpoints: ServiceEndpoints(environment, shared, profile: "default"), region: region, http: network,
      signer: FakeSigner(), now: { november }, askForCode: askForCode)
  }

  private func role(mfa: String? = nil) -> AssumedRole {
    AssumedRole(
      roleARN: "arn:aws:iam::1:role/a b", sessionName: "night", externalID: "x/y", durationSeconds: 900,
      mfaSerial: mfa)
  }

  private let sts = FakeNetwork { _ in
    (
      200,
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
      <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>\(canary)</SecretAccessKey><SessionToken>\(canary)-t</SessionToken>
      <Expiration>2026-11-01T01:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
      """
    )
  }

  private func body(_ network: FakeNetwork) -> String {
    String(decoding: network.asked.last?.body ?? [], as: UTF8.self)
  }

  @Test("AssumeRole sends all that the profile says, signed, to the region's endpoint")
  func assumeRole() async throws {
    let found = try await service(sts).assume(role(), with: STSServiceTests.credentials)
    #expect(
      found
        == Credentials(
          accessKeyID: "ASIA1", secretAccessKey: Secret(canary), sessionToken: Secret(canary + "-t"),
          expiration: Timestamp("2026-11-01T01:00:00Z")))
    #expect(sts.asked.last?.url == "https://sts.eu-west-1.amazonaws.com/")
    #expect(sts.asked.last?.headers["authorization"]?.contains("AKIA1/") == true)
    #expect(
      body(sts)
        == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa%20b&RoleSessionName=night&ExternalId=x%2Fy&DurationSeconds=900"
    )
  }

  @Test("The code of an MFA device is asked for and sent; with nobody to ask the device is named")
  func multiFactor() async throws {
    let asking = service(sts, askForCode: { serial in serial == "arn:mfa" ? "123456" : nil })
    _ = try await asking.assume(role(mfa: "arn:mfa"), with: STSServiceTests.credentials)
    #expect(body(sts).hasSuffix("&SerialNumber=arn%3Amfa&TokenCode=123456"))
    await #expect(throws: CredentialsError.multiFactorNeeded(serial: "arn:mfa")) {
      try await service(sts).assume(role(mfa: "arn:mfa"), with: STSServiceTests.credentials)
    }
  }

  @Test("A web identity's token vouches for itself: nothing is signed, and the file is read each time")
  func webIdentity() async throws {
    let folder = try Folder()
    let identity = WebIdentity(
      roleARN: "R", sessionName: nil, tokenFile: try folder.write("token", canary))
    _ = try await service(sts).assume(identity)
    #expect(sts.asked.last?.headers["authorization"] == nil)
    #expect(
      body(sts)
        == "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=R&RoleSessionName=iamwatch-1793491200&WebIdentityToken=\(canary)"
    )
    try folder.write("token", "other")
    _ = try await service(sts).assume(identity)
    #expect(body(sts).hasSuffix("WebIdentityToken=other"))
    let gone = WebIdentity(roleARN: "R", sessionName: nil, tokenFile: folder.path + "/none")
    let error = await #expect(throws: CredentialsError.self) { try await service(sts).assume(gone) }
    #expect(error?.description.contains("/none cannot be read") == true)
  }

  @Test(
    "Where STS is",
    arguments: [
      ([:], nil, "https://sts.amazonaws.com/"),
      // As botocore's clients have it.
      ([:], "cn-north-1", "https://sts.cn-north-1.amazonaws.com.cn/"),
      (["AWS_USE_FIPS_ENDPOINT": "true"], "us-east-1", "https://sts-fips.us-east-1.amazonaws.com/"),
      (["AWS_USE_FIPS_ENDPOINT": "true"], "us-gov-west-1", "https://sts.us-gov-west-1.amazonaws.com/"),
      (["AWS_ENDPOINT_URL_STS": "http://127.0.0.1:5/"], "eu-west-1", "http://127.0.0.1:5/"),
      (["AWS_ENDPOINT_URL": "http://127.0.0.1:6"], "eu-west-1", "http://127.0.0.1:6/"),
      (
        ["AWS_ENDPOINT_URL": "http://127.0.0.1:6", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
        "eu-west-1",
        "https://sts.eu-west-1.amazonaws.com/"
      ),
    ] as [([String: String], String?, String)])
  func endpoint(variables: [String: String], region: String?, url: String) async throws {
    let service = service(sts, region: region, variables: variables)
    _ = try await service.assume(role(), with: STSServiceTests.credentials)
    #expect(sts.asked.last?.url == url)
  }

  @Test("A refusal is told with its code and message, without what is secret or would act on a terminal")
  func refused() async throws {
    let network = FakeNetwork { _ in
      (
        403,
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no \(canary)-session \(canary)&#x1b;&#xd;</Message></Error></ErrorResponse>"
      )
    }
    let broken = FakeNetwork { _ in
      (
        403,
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no \(canary)-session \(canary)</Message></Error></ErrorResponse>"
      )
    }
    for network in [network, broken] {
      let error = await #expect(throws: CredentialsError.self) {
        try await service(network).assume(role(), with: STSServiceTests.credentials)
      }
      let text = error?.description ?? ""
      #expect(text.hasPrefix("AssumeRole of arn:aws:iam::1:role/a b was refused: "))
      #expect(!text.contains(canary) && !text.contains("\u{1B}"))
    }
    let error = await #expect(throws: CredentialsError.self) {
      try await service(broken).assume(role(), with: STSServiceTests.credentials)
    }
    #expect(error?.description.contains("AccessDenied: no") == true)
  }
}
