/// Sessions of the organisation, ready to act.
extension DemoOrganisation {
  private static let terraform =
    "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.15.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64 api/iam#1.47.5 \u{1F680}"
  private static let sdk =
    "aws-sdk-java/2.33.9 md/io#async md/http#NettyNio ua/2.1 os/Linux#6.1.148-173 lang/java#21.0.8 md/OpenJDK_64-Bit_Server_VM#21.0.8 exec-env/AWS_ECS_FARGATE m/D,n"

  /// A scene in an account, by its position in `accounts`.
  func scene(in account: Int, _ values: KeyValuePairs<DemoField, String>) -> DemoScene {
    DemoScene().with([.account: accounts[account].id]).with(values)
  }

  /// A role's session with a key of its own; `name` is the session name.
  func role(
    _ role: String, named name: String, in account: Int, began: Int64, region: String, address: String,
    agent: String, key: String, browser: String = "", path: String = "", invoker: String = ""
  ) -> DemoSession {
    var identifier = DemoRandom(
      seed: UInt64(account) &* 7919 &+ UInt64(role.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }))
    var session = DemoSession.role(
      scene(
        in: account,
        [
          .role: role, .rolePath: path, .roleID: DemoText.identifier("AROAEXAMPLE", length: 10, &identifier),
          .session: name, .key: key, .began: timestamp(began), .region: region, .address: address,
          .agent: agent, .browser: browser, .email: name,
          .context: invoker.isEmpty ? "" : #","invokedBy":"\#(invoker)""#,
        ]))
    session.overNetwork = invoker.isEmpty
    return session
  }

  /// A workload's role: a task, a function or an instance.
  func workload(in account: Int, began: Int64, key: String, random: inout DemoRandom) -> DemoSession {
    role(
      random.pickSkewed(roles[account]), named: DemoText.uuid(&random).replacingDashes(), in: account,
      began: began, region: random.pickSkewed(Self.regions),
      address: "10.\(20 + account).\(random.below(4)).\(random.within(4...250))", agent: Self.sdk, key: key)
  }

  /// A pipeline's role in `account`, as GitHub's job or as a cross-account deployment.
  func deployer(
    _ name: String, session: String, in account: Int, began: Int64, key: String, random: inout DemoRandom
  ) -> DemoSession {
    role(
      name, named: session, in: account, began: began, region: random.pickSkewed(Self.regions),
      address: "192.0.2.\(random.within(10...60))", agent: Self.terraform, key: key)
  }

  /// A person's role in `account`, by way of Identity Center.
  func person(_ person: DemoPerson, in account: Int, began: Int64, key: String) -> DemoSession {
    let hash = String(UInt64(account + 1) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
    return role(
      "AWSReservedSSO_\(person.permissionSet)_\(hash)", named: person.email, in: account, began: began,
      region: account % 4 == 0 ? "ap-northeast-2" : "eu-west-1", address: person.address, agent: person.agent,
      key: key, browser: person.browser,
      path: "aws-reserved/sso.amazonaws.com/eu-west-1/")
  }

  /// An IAM user with a long-lived key of its own, the same every time.
  func user(_ name: String, in account: Int, address: String, agent: String, key: String? = nil)
    -> DemoSession
  {
    var own = DemoRandom(
      seed: UInt64(account) &* 104_729 &+ UInt64(name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }))
    let identifier = DemoText.identifier("AIDAEXAMPLE", length: 10, &own)
    let ownKey = DemoText.accessKey("AKIA", &own)
    return .user(
      scene(
        in: account,
        [
          .user: name, .userID: identifier, .key: key ?? ownKey, .region: "us-east-1", .address: address,
          .agent: agent,
        ]))
  }
}

extension String {
  /// A UUID as AWS's task ids have it.
  fileprivate func replacingDashes() -> String { String(filter { $0 != "-" }) }
}
