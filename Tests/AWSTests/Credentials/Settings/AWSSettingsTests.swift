import Testing

@testable import AWS

/// Settings from texts, as if they lay in files.
func settings(
  _ config: String = "", environment: [String: String] = [:], profile: String? = nil, region: String? = nil
) throws -> AWSSettings {
  let environment = AWSEnvironment(["HOME": "/home/x"].merging(environment) { $1 })
  let shared = SharedConfiguration(
    paths: SharedPaths(environment), config: try INIFile(config, file: "config"), credentials: nil)
  return AWSSettings(
    environment: environment, shared: shared, profileFlag: profile, regionFlag: region)
}

@Suite("The region in force")
struct ChosenRegionTests {
  private let file = "[default]\nregion = eu-west-1\n[profile a]\nregion = ap-south-1\n"
  private let variables = ["AWS_REGION": "us-west-2", "AWS_DEFAULT_REGION": "us-west-1"]

  @Test("A flag goes before AWS_REGION, that before AWS_DEFAULT_REGION, that before the profile")
  func order() throws {
    let all = try settings(file, environment: variables, region: "sa-east-1").region()
    #expect(all == ChosenRegion(name: "sa-east-1", origin: "--region"))
    let both = try settings(file, environment: variables).region()
    #expect(both == ChosenRegion(name: "us-west-2", origin: "AWS_REGION"))
    let one = try settings(file, environment: ["AWS_DEFAULT_REGION": "us-west-1"]).region()
    #expect(one == ChosenRegion(name: "us-west-1", origin: "AWS_DEFAULT_REGION"))
    let none = try settings(file).region()
    #expect(none == ChosenRegion(name: "eu-west-1", origin: "profile default (config:2)"))
    #expect(try settings(file, profile: "a").region()?.name == "ap-south-1")
    #expect(try settings().region() == nil)
  }

  @Test(
    "What would lead a host's name elsewhere is refused, with what chose it",
    arguments: [
      "evil.example/", "us-east-1.evil", "a@b", "-a", "", "a b", "é", String(repeating: "a", count: 64),
    ])
  func hostile(name: String) throws {
    let refused = try settings(region: name)
    #expect(throws: CredentialsError.malformedRegion("--region")) { try refused.region() }
  }

  @Test("A profile that does not exist has no region either")
  func unknownProfile() throws {
    let missing = try settings(file, environment: ["AWS_PROFILE": "nobody"])
    #expect(throws: CredentialsError.self) { try missing.region() }
  }

  @Test("What named the profile is known")
  func profileOrigin() throws {
    #expect(try settings(profile: "a").profileOrigin == "--profile")
    #expect(try settings(environment: ["AWS_DEFAULT_PROFILE": "a"]).profileOrigin == "AWS_DEFAULT_PROFILE")
    #expect(try settings().profileOrigin == "by default")
  }
}
