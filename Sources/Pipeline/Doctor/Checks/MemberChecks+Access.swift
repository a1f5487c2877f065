import CloudTrail

/// Whether EventBridge may put the account's events on the bus, and whether they arrive.
extension MemberChecks {
  /// The role's trust and its policies.
  func putEventsRole() -> Finding {
    let name = PipelineNames.putEventsRole
    let remedy =
      "apply what iamwatch pipeline render wrote: the role \(name) lets EventBridge put events on \(busARN)"
    let role: Role
    switch facts.role {
    case .failure(.absent): return .broken("there is no role \(name) in \(account.id)", remedy: remedy)
    case .failure(let failure): return .unknown(failure)
    case .success(let found): role = found
    }
    let trust = AccessPolicy(role.trust).answer(
      AccessQuestion(
        principal: .service("events.amazonaws.com"), action: "sts:AssumeRole", resource: role.arn,
        context: ruleContext))
    if let finding = Finding(trust, to: "events.amazonaws.com cannot assume \(name)", remedy: remedy) {
      return finding
    }
    let rights = AccessPolicy.answer(
      AccessQuestion(principal: .owner, action: "events:PutEvents", resource: busARN),
      by: role.policies.map(AccessPolicy.init))
    return Finding(rights, to: "\(name) may not events:PutEvents on \(busARN)", remedy: remedy)
      ?? .ok("EventBridge may assume \(name), which may put events on the bus")
  }

  /// What EventBridge says of itself when it assumes the role: by the first rule of the first region.
  private var ruleContext: [String: String] {
    let rule = PipelineNames.arn(
      "events", PipelineNames.globalRegion, account.id, "rule/\(PipelineNames.identityRule)")
    return ["aws:sourceaccount": account.id, "aws:sourcearn": rule]
  }

  /// Without the Security account's answers, or its bus, there is nothing to judge: its own hops say so.
  var securityLinks: [HopChain.Link] {
    guard security.identity.value?.account == plan.securityAccount else {
      let isWrong = security.identity.value != nil || security.identity.lacksCredentials
      return [HopChain.Link(kind: .credentials, state: isWrong ? .broken : .unknown, behind: nil)]
    }
    return security.bus.isAbsent ? [HopChain.Link(kind: .bus, state: .broken, behind: nil)] : []
  }

  /// Whether the bus's policy admits this account.
  func busAdmission() -> Finding {
    if case .failure(let failure) = security.bus { return .unknown(failure) }
    guard account.id != plan.securityAccount else { return .ok("the bus is the account's own") }
    let remedy =
      plan.organizationID.map { "let the bus's policy allow events:PutEvents to aws:PrincipalOrgID \($0)" }
      ?? "let the bus's policy allow events:PutEvents to \(account.id)"
    let role = PipelineNames.roleARN(
      PipelineNames.putEventsRole, of: account.id, partitionOf: plan.homeRegion)
    var context = [
      "aws:principalarn": role, "aws:principalaccount": account.id, "aws:sourceaccount": account.id,
    ]
    context["aws:principalorgid"] = facts.organizationID?.value ?? plan.organizationID
    let answer = AccessPolicy(security.bus.value?.policy ?? "{}").answer(
      AccessQuestion(
        principal: .role(arn: role, account: account.id), action: "events:PutEvents", resource: busARN,
        context: context))
    return Finding(answer, to: "the bus's policy does not admit \(account.id)", remedy: remedy)
      ?? .ok("admits \(account.id)")
  }

  /// Whether events of this account lie in the log group, and if not, whether there were any.
  func arrivals() -> Finding {
    switch security.arrivals {
    case .failure(let failure): return .unknown(failure)
    case .success(let arrivals):
      if let newest = arrivals.newest[account.id] {
        return .ok("the newest event is \(age(newest)) old")
      }
    }
    switch facts.recordedCalls {
    case nil: return .unknown("nothing of it within 24 hours")
    case .failure(let failure)?: return .unknown(failure)
    case .success(let calls)?:
      guard
        let call = calls.filter({ $0.time.milliseconds < now.milliseconds - 900_000 }).max(by: {
          $0.time < $1.time
        })
      else { return .ok("nothing within 24 hours, and CloudTrail records no change to IAM either") }
      return .broken(
        "nothing of it has arrived for 24 hours, yet CloudTrail recorded iam:\(call.name) \(age(call.time)) ago",
        remedy: "time a marked event through it: iamwatch pipeline test --account \(account.id)")
    }
  }

  private func age(_ time: Timestamp) -> String { Age(from: time, to: now).description }
}

extension Finding {
  /// Nil for what is allowed.
  init?(_ answer: AccessAnswer, to refused: String, remedy: String) {
    switch answer {
    case .allowed: return nil
    case .denied(let id):
      self = .broken("\(refused): denied by the statement \(id ?? "without a Sid")", remedy: remedy)
    case .notAllowed: self = .broken("\(refused): no statement allows it", remedy: remedy)
    case .depends(let key):
      self = .unknown("\(refused) unless \(key) is as a statement wants it, which is not known here")
    }
  }
}
