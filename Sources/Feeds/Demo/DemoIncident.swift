/// The demo's story: a leaked key. Minutes are counted back from the end of the day.
///
///     -891  kim@corp.example comes in through Identity Center and makes a second key for `user/backup-svc` of
///           sandbox-kim (CreateAccessKey): the key that leaks, AKIAEXAMPLEKBSV27Q4T
///      -58  203.0.113.9 tries the key: GetCallerIdentity
///      -57  enumeration, most of it refused: ListUsers, GetUser, ListRoles, ListAttachedUserPolicies, …
///      -50  CreateUser tmp-admin, CreateAccessKey for it, AttachUserPolicy AdministratorAccess
///      -47  CreateLoginProfile for tmp-admin
///      -44  AssumeRole OrgAdmin in payments (a record in each account), looks around
///      -40  AssumeRole OrgAdmin in data-lake, looks around
///      -36  AssumeRole OrgAdmin in security; -35 StopLogging of org-trail; -34 DeleteTrail, refused
///      -30  persistence in payments: UpdateAssumeRolePolicy and PutRolePolicy on payments-api
///      -24  ConsoleLogin of tmp-admin without MFA; enumerates, now as administrator
///      -19  tmp-admin: AttachUserPolicy AdministratorAccess to backup-svc, DeactivateMFADevice of kim-test
///      -12  tmp-admin: UpdateLoginProfile of kim-test, CreateOpenIDConnectProvider
///       -6  LeaveOrganization, refused by the organisation's policy
///       -3  DeleteAccessKey of backup-svc's old key
struct DemoIncident: Sendable {
  /// The key that leaks.
  static let leakedKey = "AKIAEXAMPLEKBSV27Q4T"
  /// The key the intruder makes for tmp-admin.
  static let secondKey = "AKIAEXAMPLETMPA4DX3N"
  static let administrator = "arn:aws:iam::aws:policy/AdministratorAccess"
  static let intruder = "203.0.113.9"
  private static let tool = "aws-cli/1.29.5 Python/3.11.4 Linux/6.1.0-kali9-amd64 botocore/1.31.5"

  private static let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

  let organisation: DemoOrganisation
  private let sandbox = DemoAccount.index("sandbox-kim")

  init(organisation: DemoOrganisation) { self.organisation = organisation }

  /// `user/backup-svc` with the leaked key.
  var backupService: DemoSession {
    organisation.user(
      "backup-svc", in: sandbox, address: Self.intruder, agent: Self.tool, key: Self.leakedKey)
  }

  /// `user/tmp-admin` in the console, signed in at `began`.
  func temporaryAdministrator(began: Int64) -> DemoSession {
    var own = DemoRandom(seed: 4)
    return .consoleUser(
      organisation.scene(
        in: sandbox,
        [
          .user: "tmp-admin", .userID: DemoText.identifier("AIDAEXAMPLE", length: 10, &own),
          .key: "ASIAEXAMPLETMPAC0NSL", .began: organisation.timestamp(began), .region: "us-east-1",
          .address: Self.intruder,
          .agent: Self.browser, .browser: Self.browser,
        ]))
  }

  /// The session that backup-svc gets when it assumes OrgAdmin in an account.
  func organisationAdministrator(in account: String, key: String, began: Int64) -> DemoSession {
    organisation.role(
      "OrgAdmin", named: "kim-laptop", in: DemoAccount.index(account), began: began, region: "us-east-1",
      address: Self.intruder, agent: Self.tool, key: key)
  }

  /// Plans the whole story for the day that ends at `end` (milliseconds).
  func plan(end: Int64, random: inout DemoRandom, queue: inout DemoQueue) {
    func minute(_ offset: Int64, _ second: Int64 = 0) -> Int64 { end + offset * 60_000 + second * 1000 + 217 }
    makeKey(at: minute(-891), &random, &queue)
    queue.add(DemoCall("sts:GetCallerIdentity", at: minute(-58, 12), by: backupService))
    enumerate(from: minute(-57), to: minute(-52), &random, &queue)
    makeUser(at: minute(-50), &queue)
    reach("payments", at: minute(-44, 7), &random, &queue)
    reach("data-lake", at: minute(-40, 31), &random, &queue)
    let security = reach("security", at: minute(-36, 2), &random, &queue)
    queue.add(DemoCall("cloudtrail:StopLogging", at: minute(-35, 16), by: security, [.name: "org-trail"]))
    queue.add(
      DemoCall(
        "cloudtrail:DeleteTrail", at: minute(-34, 3), by: security, [.name: "org-trail"], outcome: .denied))
    persist(at: minute(-30, 11), &random, &queue)
    useConsole(end: end, &random, &queue)
  }

  private func makeKey(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    guard let kim = organisation.people.first(where: { $0.email.utf8.starts(with: "kim@".utf8) }) else {
      return
    }
    let key = DemoText.accessKey("ASIA", &random)
    DemoActivities(organisation: organisation).signIn(
      kim, to: sandbox, key: key, console: true, at: time - 120_000, &random, &queue)
    let session = organisation.person(kim, in: sandbox, began: time - 111_000, key: key)
    queue.add(DemoCall("iam:ListAccessKeys", at: time - 40_000, by: session, [.aUser: "backup-svc"]))
    queue.add(
      DemoCall("iam:CreateAccessKey", at: time, by: session, [.aUser: "backup-svc", .aKey: Self.leakedKey]))
  }

  private func enumerate(
    from start: Int64, to end: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue
  ) {
    let names = [
      "iam:ListUsers", "iam:GetUser", "iam:ListRoles", "iam:ListAttachedUserPolicies", "iam:ListUserPolicies",
      "iam:ListGroupsForUser", "iam:ListPolicies", "iam:GetAccountAuthorizationDetails", "iam:GetRole",
      "iam:ListAccountAliases", "organizations:DescribeOrganization", "organizations:ListAccounts",
      "s3:ListBuckets", "ec2:DescribeInstances", "iam:GetAccountSummary",
    ]
    var time = start
    var step = 0
    while time < end {
      // The four of the story come first and in order; of the rest, a few are allowed.
      let name = step < 4 ? names[step] : random.pick(names)
      let allowed = step >= 4 && (name == "iam:ListAccountAliases" || random.chance(perMille: 180))
      queue.add(
        DemoCall(
          name, at: time, by: backupService, [.aUser: "backup-svc", .aRole: "OrgAdmin"],
          outcome: allowed ? .success : .denied))
      time += Int64(random.within(300...1900))
      step += 1
    }
  }

  private func makeUser(at time: Int64, _ queue: inout DemoQueue) {
    let steps: [(seconds: Int64, action: String, values: KeyValuePairs<DemoField, String>)] = [
      (0, "iam:CreateUser", [.aUser: "tmp-admin"]),
      (9, "iam:CreateAccessKey", [.aUser: "tmp-admin", .aKey: Self.secondKey]),
      (18, "iam:AttachUserPolicy", [.aUser: "tmp-admin", .aPolicy: Self.administrator]),
      (180, "iam:CreateLoginProfile", [.aUser: "tmp-admin"]),
    ]
    for step in steps {
      queue.add(DemoCall(step.action, at: time + step.seconds * 1000, by: backupService, step.values))
    }
  }

  @discardableResult
  private func reach(
    _ account: String, at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue
  ) -> DemoSession {
    let key = DemoText.accessKey("ASIA", &random)
    DemoActivities.assume(
      "OrgAdmin", of: organisation.accounts[DemoAccount.index(account)].id, named: "kim-laptop", key: key,
      by: backupService, at: time, random: &random, queue: &queue)
    let session = organisationAdministrator(in: account, key: key, began: time)
    for (offset, name) in [
      (4, "sts:GetCallerIdentity"), (11, "iam:ListRoles"), (19, "s3:ListBuckets"), (27, "iam:ListUsers"),
      (36, "cloudtrail:DescribeTrails"),
    ] {
      queue.add(DemoCall(name, at: time + Int64(offset) * 1000, by: session))
    }
    return session
  }

  private func persist(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let session = reach("payments", at: time - 60_000, &random, &queue)
    queue.add(
      DemoCall(
        "iam:UpdateAssumeRolePolicy", at: time, by: session,
        [.aRole: "payments-api", .target: organisation.accounts[sandbox].id, .aUser: "tmp-admin"]))
    queue.add(
      DemoCall(
        "iam:PutRolePolicy", at: time + 21_000, by: session,
        [.aRole: "payments-api", .aPolicy: "payments-api-debug", .bucket: "payments-ledger"]))
  }

  private func useConsole(end: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let began = end - 24 * 60_000
    let session = temporaryAdministrator(began: began)
    queue.add(DemoCall("signin:ConsoleLogin", at: began, by: session, [.mfa: "No"]))
    let steps: [(minute: Int64, second: Int64, action: String, values: KeyValuePairs<DemoField, String>)] = [
      (-23, 10, "iam:ListAccountAliases", [:]), (-23, 22, "iam:GetAccountSummary", [:]),
      (-22, 5, "iam:ListUsers", [:]), (-21, 40, "iam:ListMFADevices", [.aUser: "kim-test"]),
      (-19, 3, "iam:AttachUserPolicy", [.aUser: "backup-svc", .aPolicy: Self.administrator]),
      (-18, 30, "iam:DeactivateMFADevice", [.aUser: "kim-test"]),
      (-12, 9, "iam:UpdateLoginProfile", [.aUser: "kim-test"]),
      (-11, 2, "iam:CreateOpenIDConnectProvider", [:]),
      (-3, 44, "iam:DeleteAccessKey", [.aUser: "backup-svc"]),
    ]
    for step in steps {
      queue.add(
        DemoCall(step.action, at: end + step.minute * 60_000 + step.second * 1000, by: session, step.values))
    }
    queue.add(
      DemoCall("organizations:LeaveOrganization", at: end - 6 * 60_000, by: session, outcome: .denied))
  }
}
