import Testing

@testable import AWS

@Suite("The accounts of an organization")
struct OrganizationAccountsTests {
  private func accounts(_ network: ScriptedNetwork) -> OrganizationAccounts {
    OrganizationAccounts(
      ServiceClient(
        SignedService(name: "organizations", region: "us-east-1"), credentials: ListedCredentials("AKIA1"),
        http: network, limit: RateLimit(perSecond: 1000), signer: FakeSigner(), clock: TestClock().service),
      endpoint: "https://organizations.us-east-1.amazonaws.com")
  }

  private func page(_ body: String) -> Result<HTTPAnswer, HTTPError> {
    .success(HTTPAnswer(status: 200, body: Array(body.utf8)))
  }

  @Test("pages are asked for by the token of the one before, also where the service throttles")
  func pages() async throws {
    let network = ScriptedNetwork([
      page(#"{"Accounts":[{"Id":"111122223333","Name":"payments","Status":"ACTIVE"}],"NextToken":"a\"b"}"#),
      refusal(400, "TooManyRequestsException"),
      page(#"{"Accounts":[{"Id":"222233334444","Name":""},{"Id":"333344445555","Name":"audit"}]}"#),
    ])
    let names = try await accounts(network).names()
    #expect(names.map(\.id) == ["111122223333", "333344445555"])
    #expect(names.map(\.name) == ["payments", "audit"])
    #expect(String(decoding: network.asked[0].body, as: UTF8.self) == #"{"MaxResults":20}"#)
    #expect(
      String(decoding: network.asked[2].body, as: UTF8.self) == #"{"MaxResults":20,"NextToken":"a\"b"}"#)
    #expect(network.asked[0].headers["X-Amz-Target"] == "AWSOrganizationsV20161128.ListAccounts")
  }

  @Test("an account that may not ask is refused in the service's words")
  func refused() async {
    let network = ScriptedNetwork([refusal(400, "AccessDeniedException")])
    await #expect(throws: AWSError.self) { try await accounts(network).names() }
  }

  @Test(
    "each partition has one endpoint",
    arguments: [
      (nil, "https://organizations.us-east-1.amazonaws.com"),
      ("eu-west-1", "https://organizations.us-east-1.amazonaws.com"),
      ("cn-north-1", "https://organizations.cn-northwest-1.amazonaws.com.cn"),
      ("us-gov-east-1", "https://organizations.us-gov-west-1.amazonaws.com"),
    ])
  func endpoints(region: String?, url: String) {
    let environment = AWSEnvironment([:])
    let endpoints = ServiceEndpoints(
      environment, SharedConfiguration(paths: SharedPaths(environment), config: nil, credentials: nil),
      profile: "default")
    #expect(endpoints.organizations(region).url == url)
  }
}
