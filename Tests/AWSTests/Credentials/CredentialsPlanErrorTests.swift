import Testing

@testable import AWS

@Suite("What cannot be planned is refused with the place and what to do")
struct CredentialsPlanErrorTests {
  private struct Case: CustomTestStringConvertible {
    let testDescription: String
    var config = ""
    var credentials = ""
    var environment: [String: String] = [:]
    var flag: String?
    let words: [String]
  }

  private static let role = "[profile r]\nrole_arn = R\n"

  private static let cases = [
    Case(
      testDescription: "an unknown profile", flag: "nobody",
      words: ["no profile nobody", "/home/x/.aws/config"]),
    Case(
      testDescription: "half of the environment's keys", environment: ["AWS_ACCESS_KEY_ID": "A"],
      words: ["AWS_SECRET_ACCESS_KEY is missing"]),
    Case(
      testDescription: "an end that is no time",
      environment: [
        "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S", "AWS_CREDENTIAL_EXPIRATION": "soon",
      ], words: ["AWS_CREDENTIAL_EXPIRATION", "not a time"]),
    Case(
      testDescription: "half of a profile's keys", credentials: "[default]\naws_access_key_id = A\n",
      words: ["credentials:2", "aws_secret_access_key is missing"]),
    Case(
      testDescription: "a line indented by accident",
      credentials: "[default]\naws_access_key_id =\n  aws_secret_access_key = S\n",
      words: ["credentials:2", "aws_access_key_id has no value", "unindent"]),
    Case(
      testDescription: "a role alone", config: role, flag: "r",
      words: ["config:2", "source_profile or credential_source"]),
    Case(
      testDescription: "a role with two sources",
      config: role + "source_profile = a\ncredential_source = b\n",
      flag: "r", words: ["config:2", "both"]),
    Case(
      testDescription: "a source that does not exist", config: role + "source_profile = s\n", flag: "r",
      words: ["config:3", "source_profile s of profile r does not exist"]),
    Case(
      testDescription: "a source without credentials",
      config: role + "source_profile = s\n[profile s]\nregion = x\n",
      flag: "r", words: ["config:3", "has no credentials"]),
    Case(
      testDescription: "a circle of three",
      config: role + """
        source_profile = s
        [profile s]
        role_arn = S
        source_profile = t
        [profile t]
        role_arn = T
        source_profile = r
        """, flag: "r", words: ["config:9", "r → s → t → r"]),
    Case(
      testDescription: "a role that names itself without keys", config: role + "source_profile = r\n",
      flag: "r",
      words: ["config:3", "r → r"]),
    Case(
      testDescription: "an unknown credential_source", config: role + "credential_source = Moon\n", flag: "r",
      words: ["config:3", "Moon", "Ec2InstanceMetadata"]),
    Case(
      testDescription: "an empty credential_source", config: role + "credential_source = Environment\n",
      flag: "r",
      words: ["config:3", "Environment has no credentials"]),
    Case(
      testDescription: "a token without a role", environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"],
      words: ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"]),
    Case(
      testDescription: "incomplete Identity Center",
      config: "[default]\nsso_account_id = 1\nsso_region = r\n",
      words: ["config:2", "sso_role_name, sso_start_url"]),
    Case(
      testDescription: "an unknown session",
      config: "[default]\nsso_account_id = 1\nsso_role_name = R\nsso_session = s\n",
      words: ["config:4", "[sso-session s]"]),
    Case(
      testDescription: "a session that contradicts its profile",
      config:
        "[sso-session s]\nsso_region = a\n[default]\nsso_account_id = 1\nsso_session = s\nsso_region = b\n",
      words: ["config:5", "disagree on sso_region"]),
    Case(
      testDescription: "Identity Center's region that would lead its token elsewhere",
      config:
        "[default]\nsso_account_id = 1\nsso_role_name = R\nsso_start_url = u\nsso_region = evil.example/\n",
      words: ["config:2", "sso_region", "not the name of a region"]),
    Case(
      testDescription: "a quote in credential_process", config: "[default]\ncredential_process = 'a\n",
      words: ["config:2", "quote is not closed"]),
    Case(
      testDescription: "an endpoint of elsewhere",
      environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://evil.example/x"],
      words: ["evil.example", "169.254.170.23"]),
    Case(
      testDescription: "a host behind a user",
      environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost@evil.example/x"],
      words: ["not an http or https address"]),
    Case(
      testDescription: "a name that only looks like a loopback address",
      environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1.evil.example/x"],
      words: ["127.0.0.1.evil.example"]),
    Case(
      testDescription: "an unknown mode of the metadata's endpoint",
      environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipx"], words: ["neither ipv4 nor ipv6"]),
    Case(
      testDescription: "nothing anywhere", environment: ["AWS_EC2_METADATA_DISABLED": "true"],
      words: ["AWS_ACCESS_KEY_ID", "profile default", "disabled", "aws configure"]),
  ]

  @Test("Each mistake in its own words", arguments: cases)
  private func mistakes(example: Case) {
    let error = #expect(throws: CredentialsError.self) {
      try planned(
        example.config, credentials: example.credentials, environment: example.environment, flag: example.flag
      )
    }
    for words in example.words {
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }
}
