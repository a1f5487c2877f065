/// People at work, who come in through Identity Center.
extension DemoActivities {
  func person(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let person = random.pickSkewed(organisation.people)
    let account = anyAccount(&random)
    let key = DemoText.accessKey("ASIA", &random)
    let console = random.chance(perMille: 600)
    signIn(person, to: account, key: key, console: console, at: time, &random, &queue)
    let session = organisation.person(person, in: account, began: time + 9000, key: key)
    let looked = run(
      3...14, of: routines.personReads, by: session, from: time + 14_000, every: 600...25_000, &random, &queue
    )
    if random.chance(perMille: 350) {
      run(1...3, of: routines.personWrites, by: session, from: looked, every: 3000...30_000, &random, &queue)
    }
  }

  /// The portal, the permission set's role, and the console: as Identity Center records a person coming in.
  func signIn(
    _ person: DemoPerson, to account: Int, key: String, console: Bool, at time: Int64,
    _ random: inout DemoRandom,
    _ queue: inout DemoQueue
  ) {
    let values: KeyValuePairs<DemoField, String> = [
      .person: person.userID, .session: DemoText.uuid(&random), .region: "eu-west-1",
      .address: person.address,
      .agent: person.browser, .browser: person.browser, .email: person.email,
    ]
    let portal = DemoSession.identityCenter(
      organisation.scene(in: DemoAccount.index("management"), values))
    let session = organisation.person(person, in: account, began: time + 9000, key: key)
    let role = session.scene[.role]
    for (offset, action) in [
      (0, "signin:CredentialChallenge"), (2200, "signin:UserAuthentication"), (3000, "sso:Authenticate"),
      (5200, "sso:ListApplications"), (8200, console ? "sso:Federate" : "sso:GetRoleCredentials"),
    ] {
      queue.add(
        DemoCall(
          action, at: time + Int64(offset), by: portal,
          [.aRole: person.permissionSet, .target: organisation.accounts[account].id]))
    }
    queue.add(
      DemoCall(
        "sts:AssumeRoleWithSAML", at: time + 9000,
        by: .saml(organisation.scene(in: account, values)), [.aRole: role, .aKey: key]))
    if console { queue.add(DemoCall("signin:ConsoleLogin", at: time + 10_000, by: session, [.mfa: "No"])) }
  }
}
