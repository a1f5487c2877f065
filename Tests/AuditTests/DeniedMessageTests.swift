import Testing

@testable import Audit

@Suite("The message of a refused call")
struct DeniedMessageTests {
  private static let user = "arn:aws:iam::111122223333:user/dev"
  private static let role = "arn:aws:iam::111122223333:role/Api"
  private static let start = "User: \(user) is not authorized to perform: iam:PassRole on resource: \(role)"

  struct Cause: Sendable {
    let words: String
    let verdict: DeniedMessage.Verdict
    let policy: DeniedMessage.PolicyKind?
    init(_ words: String, _ verdict: DeniedMessage.Verdict, _ policy: DeniedMessage.PolicyKind?) {
      (self.words, self.verdict, self.policy) = (words, verdict, policy)
    }
  }

  /// Each kind of policy in each of AWS's two wordings, and the slips in its own guide.
  static let causes = [
    Cause("with an explicit deny in a service control policy", .explicitDeny, .serviceControl),
    Cause("with an explicit deny in a resource control policy", .explicitDeny, .resourceControl),
    Cause("with an explicit deny in an identity-based policy", .explicitDeny, .identityBased),
    Cause("with an explicit deny in a resource-based policy", .explicitDeny, .resourceBased),
    Cause("with an explicit deny in a permissions boundary", .explicitDeny, .permissionsBoundary),
    Cause("with an explicit deny in a session policy", .explicitDeny, .session),
    Cause("with an explicit deny in a sessions policy", .explicitDeny, .session),
    Cause("with an explicit deny in a VPC endpoint policy", .explicitDeny, .vpcEndpoint),
    Cause("with an explicit deny in the role trust policy", .explicitDeny, .roleTrust),
    Cause("with an explicit deny", .explicitDeny, nil),
    Cause("because no service control policy allows the iam:PassRole action", .noAllow, .serviceControl),
    Cause("because no resource control policy allows the iam:PassRole action", .noAllow, .resourceControl),
    Cause("because no identity-based policy allows the iam:PassRole action", .noAllow, .identityBased),
    Cause("because no resource-based policy allows the iam:PassRole action", .noAllow, .resourceBased),
    Cause("because no permissions boundary allows the iam:PassRole action", .noAllow, .permissionsBoundary),
    Cause("because no session policy allows the iam:PassRole action", .noAllow, .session),
    Cause("because no VPC endpoint policy allows the iam:PassRole action", .noAllow, .vpcEndpoint),
    Cause("because the role trust policy allows the sts:AssumeRole action", .noAllow, .roleTrust),
    Cause("", .unsaid, nil),
  ]

  @Test("names who, what, on what, and the policy that decided", arguments: causes)
  func whole(_ cause: Cause) throws {
    let denied = try #require(DeniedMessage("\(Self.start) \(cause.words)"))
    #expect(denied.principal == Self.user)
    #expect(denied.action == "iam:PassRole")
    #expect(denied.resource == Self.role)
    #expect((denied.verdict, denied.policy) == (cause.verdict, cause.policy))
  }

  @Test("need not name the resource", arguments: causes)
  func withoutResource(_ cause: Cause) throws {
    let denied = try #require(
      DeniedMessage("User: \(Self.user) is not authorized to perform: \niam:PassRole \(cause.words)"))
    #expect((denied.principal, denied.action, denied.resource) == (Self.user, "iam:PassRole", nil))
    #expect((denied.verdict, denied.policy) == (cause.verdict, cause.policy))
  }

  @Test("may name the policy, and more behind it")
  func arn() throws {
    let arn = "arn:aws:organizations::999988887777:policy/o-abc/service_control_policy/p-1"
    let denied = try #require(
      DeniedMessage(
        "\(Self.start) with an explicit deny in a service control policy: \(arn). Go to https://x"))
    #expect((denied.policyARN, denied.policy, denied.resource) == (arn, .serviceControl, Self.role))
  }

  @Test("may be a VPC endpoint's on behalf of another policy")
  func transitive() throws {
    let denied = try #require(
      DeniedMessage(
        "\(Self.start) with an explicit deny in a VPC endpoint policy transitively through a service control policy"
      ))
    #expect((denied.policy, denied.through) == (.vpcEndpoint, .serviceControl))
  }

  @Test("of EC2 has a sentence before, and may be encoded behind")
  func encoded() throws {
    let denied = try #require(
      DeniedMessage(
        "You are not authorized to perform this operation. \(Self.start) because no identity-based policy allows the "
          + "iam:PassRole action. Encoded authorization failure message: 1Qju_-x because no session policy"))
    #expect((denied.action, denied.resource) == ("iam:PassRole", Self.role))
    #expect((denied.policy, denied.isEncoded) == (.identityBased, true))
    let bare = try #require(
      DeniedMessage(
        "You are not authorized to perform this operation. Encoded authorization failure message: 1Qj"))
    #expect((bare.action, bare.verdict, bare.isEncoded) == (nil, .unsaid, true))
  }

  @Test(
    "may say little",
    arguments: [
      ("You are not authorized to perform this operation.", nil, nil),
      ("Access Denied", nil, nil), ("Access Denied.", nil, nil),
      ("User is not authorized to perform: rds:DeleteDBInstance", "rds:DeleteDBInstance", nil),
      ("Not authorized to perform sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithWebIdentity", nil),
      ("The request was denied due to a VPC endpoint policy", nil, .vpcEndpoint),
      ("User: anonymous is not authorized to perform: es:ESHttpGet", "es:ESHttpGet", nil),
    ] as [(String, String?, DeniedMessage.PolicyKind?)])
  func little(message: String, action: String?, policy: DeniedMessage.PolicyKind?) throws {
    let denied = try #require(DeniedMessage(message))
    #expect((denied.action, denied.policy, denied.verdict) == (action, policy, .unsaid))
    #expect(denied.principal == (message.contains("anonymous") ? "anonymous" : nil))
  }

  @Test(
    "no other message is one",
    arguments: [
      "", " ", "Rate exceeded", "The bucket policy does not exist", "Failed authentication", "User: x",
    ])
  func others(message: String) { #expect(DeniedMessage(message) == nil) }

  @Test("cut anywhere, it says no more than is there", arguments: Array(stride(from: 0, through: 220, by: 3)))
  func cut(length: Int) {
    let message = "\(Self.start) with an explicit deny in a service control policy"
    let denied = DeniedMessage(String(message.prefix(length)))
    if let principal = denied?.principal { #expect(principal == Self.user) }
    if let action = denied?.action { #expect("iam:PassRole".hasPrefix(action)) }
    if denied?.policy != nil { #expect(message.count <= length) }
  }

  @Test("a hostile one is no trouble")
  func hostile() {
    let long = String(repeating: "User: ", count: 100_000)
    #expect(DeniedMessage(long) == nil)
    #expect(DeniedMessage("\(long) is not authorized to perform: iam:X") == nil)
    let odd = DeniedMessage("User: \u{1B}[2J\u{202E} is not authorized to perform: iam:X on resource: \u{0}")
    #expect(odd?.principal == "[2J\u{202E}")
  }
}
