/// What keeps the alerts coming while the demo runs live: the intruder comes back, somebody uses root.
struct DemoSurprises: Sendable {
  private let incident: DemoIncident
  private let organisation: DemoOrganisation
  private var turn = 0

  init(organisation: DemoOrganisation) {
    self.organisation = organisation
    incident = DemoIncident(organisation: organisation)
  }

  /// Plans the next surprise at `time` (milliseconds) and says when the one after it comes.
  mutating func next(at time: Int64, random: inout DemoRandom, queue: inout DemoQueue) -> Int64 {
    switch turn % 8 {
    case 0:
      queue.add(DemoCall("iam:CreateAccessKey", at: time, by: incident.backupService, [.aUser: "kim-test"]))
    case 1: refusals(at: time, &random, &queue)
    case 2: stopLogging(at: time, &random, &queue)
    case 3: Self.rootSignIn(in: "billing", at: time, of: organisation, queue: &queue)
    case 4: attach(at: time, &queue)
    case 5: failedLogins(at: time, &random, &queue)
    case 6: changeTrust(at: time, &random, &queue)
    default:
      queue.add(
        DemoCall("iam:CreateLoginProfile", at: time, by: incident.backupService, [.aUser: "kim-test"]))
    }
    turn += 1
    return time + Int64(random.within(75_000...200_000))
  }

  /// Root in the console of an account, and one look around.
  static func rootSignIn(
    in account: String, at time: Int64, of organisation: DemoOrganisation, queue: inout DemoQueue
  ) {
    let session = DemoSession.root(
      organisation.scene(
        in: DemoAccount.index(account),
        [
          .key: "ASIAEXAMPLER00TC0NSL", .began: organisation.timestamp(time), .region: "us-east-1",
          .address: "198.51.100.4", .agent: organisation.people[0].browser,
          .browser: organisation.people[0].browser,
        ]))
    queue.add(DemoCall("signin:ConsoleLogin", at: time, by: session, [.mfa: "Yes"]))
    queue.add(DemoCall("iam:GetAccountSummary", at: time + 6000, by: session))
  }

  private func refusals(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let names = ["iam:ListUsers", "iam:GetUser", "iam:ListRoles", "organizations:ListAccounts"]
    for step in 0..<12 {
      queue.add(
        DemoCall(
          random.pick(names), at: time + Int64(step) * 900, by: incident.backupService,
          [.aUser: "backup-svc"],
          outcome: .denied))
    }
  }

  private func stopLogging(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let key = DemoText.accessKey("ASIA", &random)
    DemoActivities.assume(
      "OrgAdmin", of: organisation.accounts[DemoAccount.index("log-archive")].id, named: "kim-laptop",
      key: key,
      by: incident.backupService, at: time, random: &random, queue: &queue)
    let session = incident.organisationAdministrator(in: "log-archive", key: key, began: time)
    queue.add(DemoCall("cloudtrail:StopLogging", at: time + 5000, by: session, [.name: "org-trail"]))
  }

  private func attach(at time: Int64, _ queue: inout DemoQueue) {
    queue.add(
      DemoCall(
        "iam:AttachUserPolicy", at: time, by: incident.temporaryAdministrator(began: time - 600_000),
        [.aUser: "kim-test", .aPolicy: DemoIncident.administrator]))
  }

  private func failedLogins(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let session = DemoSession.unknownUser(
      organisation.scene(
        in: DemoAccount.index("payments"),
        [
          .user: "ci-legacy", .region: "us-east-1", .address: DemoIncident.intruder,
          .browser: "python-requests/2.32",
        ]))
    for step in 0..<8 {
      queue.add(
        DemoCall(
          "signin:ConsoleLogin", at: time + Int64(step * random.within(1500...2500)), by: session,
          [.mfa: "No"],
          outcome: .signInFailed(message: "Failed authentication")))
    }
  }

  private func changeTrust(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let key = DemoText.accessKey("ASIA", &random)
    DemoActivities.assume(
      "OrgAdmin", of: organisation.accounts[DemoAccount.index("search")].id, named: "kim-laptop", key: key,
      by: incident.backupService, at: time, random: &random, queue: &queue)
    queue.add(
      DemoCall(
        "iam:UpdateAssumeRolePolicy", at: time + 7000,
        by: incident.organisationAdministrator(in: "search", key: key, began: time),
        [
          .aRole: "search-api", .target: organisation.accounts[DemoAccount.index("sandbox-kim")].id,
          .aUser: "tmp-admin",
        ]))
  }
}
