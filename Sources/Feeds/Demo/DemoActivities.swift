/// What the organisation does all day: each activity becomes a few calls of one session, seconds apart.
struct DemoActivities: Sendable {
  let organisation: DemoOrganisation
  let routines = DemoRoutines()

  init(organisation: DemoOrganisation) { self.organisation = organisation }

  /// Plans an activity that begins at `time` (milliseconds of the demo's day).
  func begin(_ kind: DemoRhythm.Kind, at time: Int64, random: inout DemoRandom, queue: inout DemoQueue) {
    switch kind {
    case .service: service(at: time, &random, &queue)
    case .workload: workload(at: time, &random, &queue)
    case .recorder: recorder(at: time, &random, &queue)
    case .deploy: deploy(at: time, &random, &queue)
    case .person: person(at: time, &random, &queue)
    case .audit: audit(at: time, &random, &queue)
    case .directory: directory(at: time, &random, &queue)
    case .failedLogin: failedLogin(at: time, &random, &queue)
    case .legacyUser: legacyUser(at: time, &random, &queue)
    }
  }

  /// One cheap read of IAM, for the live demo's pulse.
  func pulse(at time: Int64, random: inout DemoRandom, queue: inout DemoQueue) {
    run(
      1...1, of: routines.recorder, by: recorderSession(at: time, &random), from: time, every: 0...0, &random,
      &queue)
  }

  func anyAccount(_ random: inout DemoRandom) -> Int {
    min(
      random.pickSkewed(Array(organisation.accounts.indices)), random.below(organisation.accounts.count * 2))
  }

  /// Calls of one session, some of them refused as in any organisation.
  @discardableResult
  func run(
    _ count: ClosedRange<Int>, of routine: [Int], by session: DemoSession, from start: Int64,
    every pause: ClosedRange<Int>, _ random: inout DemoRandom, _ queue: inout DemoQueue
  ) -> Int64 {
    var time = start
    for _ in 0..<random.within(count) {
      var call = DemoCall(random.pick(routine), at: time, by: session)
      if random.chance(perMille: 36) {
        call.outcome = .denied
      } else if random.chance(perMille: 8), DemoAction.all[call.action].source == "iam" {
        call.outcome = .failed(
          code: random.chance(perMille: 700) ? "NoSuchEntityException" : "ThrottlingException",
          message: "The demo has no such entity.")
      }
      queue.add(call)
      time += Int64(random.within(pause))
    }
    return time
  }

  /// A role assumed across accounts: one record in each, joined by `sharedEventID`.
  static func assume(
    _ role: String, of target: String, named name: String, key: String, by session: DemoSession,
    at time: Int64,
    random: inout DemoRandom, queue: inout DemoQueue
  ) {
    var call = DemoCall(
      "sts:AssumeRole", at: time, by: session,
      [.target: target, .aRole: role, .name: name, .aKey: key, .request: DemoText.uuid(&random)])
    call.sharedEventID = DemoText.uuid(&random)
    queue.add(call)
    call.session = session.seenFromOutside()
    call.recipient = target
    queue.add(call)
  }

  private func service(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let account = anyAccount(&random)
    let invoker = random.pickSkewed(DemoOrganisation.services)
    let session = DemoSession.service(
      organisation.scene(
        in: account, [.invoker: invoker, .region: random.pickSkewed(DemoOrganisation.regions)]))
    queue.add(
      assumption(by: session, of: random.pickSkewed(organisation.roles[account]), at: time, &random).call)
  }

  private func assumption(
    by session: DemoSession, of role: String, at time: Int64, _ random: inout DemoRandom
  ) -> (call: DemoCall, key: String) {
    let key = DemoText.accessKey("ASIA", &random)
    let call = DemoCall(
      "sts:AssumeRole", at: time, by: session,
      [
        .target: session.scene[.account], .aRole: role, .aKey: key,
        .name: DemoText.identifier("task-", length: 12, &random),
      ])
    return (call, key)
  }

  private func workload(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let account = anyAccount(&random)
    let key = DemoText.accessKey("ASIA", &random)
    let session = organisation.workload(in: account, began: time - 900_000, key: key, random: &random)
    run(1...5, of: routines.workload, by: session, from: time, every: 120...3000, &random, &queue)
  }

  private func recorderSession(at time: Int64, _ random: inout DemoRandom) -> DemoSession {
    let service = random.chance(perMille: 750) ? "config" : "access-analyzer"
    return organisation.role(
      service == "config" ? "AWSServiceRoleForConfig" : "AWSServiceRoleForAccessAnalyzer",
      named: service == "config" ? "AWSConfig-Describe" : "access-analyzer", in: anyAccount(&random),
      began: time - 60_000, region: "us-east-1", address: "\(service).amazonaws.com",
      agent: "\(service).amazonaws.com", key: DemoText.accessKey("ASIA", &random),
      path: "aws-service-role/\(service).amazonaws.com/", invoker: "\(service).amazonaws.com")
  }

  private func recorder(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let session = recorderSession(at: time, &random)
    run(4...12, of: routines.recorder, by: session, from: time, every: 150...1200, &random, &queue)
  }

  private func audit(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let security = DemoAccount.index("security")
    let target = random.pick(organisation.accounts.indices.filter { $0 != security })
    let scanner = organisation.role(
      "PostureScanner", named: "nightly", in: security, began: time - 3_000_000,
      region: "eu-west-1", address: "10.25.1.17", agent: "posture-scanner/3.2 (야간 점검)",
      key: DemoText.accessKey("ASIA", &random))
    let key = DemoText.accessKey("ASIA", &random)
    Self.assume(
      "SecurityAudit", of: organisation.accounts[target].id, named: "nightly", key: key, by: scanner,
      at: time,
      random: &random, queue: &queue)
    let session = organisation.role(
      "SecurityAudit", named: "nightly", in: target, began: time, region: "eu-west-1", address: "10.25.1.17",
      agent: "posture-scanner/3.2 (야간 점검)", key: key)
    run(12...22, of: routines.audit, by: session, from: time + 700, every: 200...1500, &random, &queue)
  }

  private func directory(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let session = organisation.role(
      "DirectorySync", named: "scim", in: DemoAccount.index("identity"), began: time - 60_000,
      region: "eu-west-1",
      address: "10.22.0.9", agent: "directory-sync/1.8", key: DemoText.accessKey("ASIA", &random))
    run(4...10, of: routines.directory, by: session, from: time, every: 150...1500, &random, &queue)
  }

  private func legacyUser(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let account = anyAccount(&random)
    // The incident's user keeps quiet until its key is stolen.
    let name = random.pick(organisation.users[account].filter { $0 != "backup-svc" })
    let session = organisation.user(
      name, in: account, address: "10.\(20 + account).9.14",
      agent: "Boto3/1.26.90 Python/3.9.2 Botocore/1.29.90")
    run(1...4, of: routines.legacyUser, by: session, from: time, every: 300...6000, &random, &queue)
  }

  private func failedLogin(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let known = random.chance(perMille: 600)
    let account = anyAccount(&random)
    let name = known ? random.pick(organisation.users[account]) : "HIDDEN_DUE_TO_SECURITY_REASONS"
    let session = DemoSession.unknownUser(
      organisation.scene(
        in: account,
        [
          .user: name, .region: "us-east-1", .address: "198.51.100.\(random.within(200...230))",
          .browser: random.pick(organisation.people).browser,
        ]))
    for attempt in 0..<random.within(1...3) {
      queue.add(
        DemoCall(
          "signin:ConsoleLogin", at: time + Int64(attempt * random.within(4000...9000)), by: session,
          [.mfa: "No"],
          outcome: .signInFailed(
            message: known ? "Failed authentication" : "No username found in supplied account")))
    }
  }

  private func deploy(at time: Int64, _ random: inout DemoRandom, _ queue: inout DemoQueue) {
    let target = anyAccount(&random)
    let repository = organisation.accounts[target].name
    let subject = "repo:corp-example/\(repository):ref:refs/heads/main"
    let tooling = DemoAccount.index("ci-tooling")
    let central = target != tooling && random.chance(perMille: 350)
    let home = central ? tooling : target
    let role = central ? "GitHubRunner" : "Deploy"
    let key = DemoText.accessKey("ASIA", &random)
    let job = DemoSession.webIdentity(
      organisation.scene(
        in: home,
        [
          .subject: subject, .region: "eu-west-1", .address: "192.0.2.\(random.within(10...60))",
          .agent: "configure-aws-credentials-for-github-actions",
        ]))
    queue.add(DemoCall("sts:AssumeRoleWithWebIdentity", at: time, by: job, [.aRole: role, .aKey: key]))
    var session = organisation.deployer(
      role, session: "GitHubActions", in: home, began: time, key: key, random: &random)
    queue.add(DemoCall("sts:GetCallerIdentity", at: time + 800, by: session))
    if central {
      let deployKey = DemoText.accessKey("ASIA", &random)
      Self.assume(
        "Deploy", of: organisation.accounts[target].id, named: "deploy-\(repository)", key: deployKey,
        by: session,
        at: time + 1500, random: &random, queue: &queue)
      session = organisation.deployer(
        "Deploy", session: "deploy-\(repository)", in: target, began: time + 1500, key: deployKey,
        random: &random)
    }
    let planned = run(
      5...20, of: routines.deployReads, by: session, from: time + 2500, every: 80...900, &random, &queue)
    run(
      0...4, of: routines.deployWrites, by: session, from: planned + 20_000, every: 400...4000, &random,
      &queue)
  }
}
