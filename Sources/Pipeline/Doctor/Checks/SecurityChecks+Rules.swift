import CloudTrail

/// The rules of the custom bus.
extension SecurityChecks {
  func addRules(to chain: inout HopChain, behind bus: HopChain.Link) {
    let keep = RuleCheck(
      facts: facts.keep, bus: PipelineNames.bus, region: region, takesReadOnlyEvents: plan.takesReadOnlyEvents
    )
    let present = chain.add(.rule, PipelineNames.keepRule, behind: [bus], keep.presence)
    chain.add(.ruleState, PipelineNames.keepRule, behind: [present], keep.state)
    chain.add(.pattern, PipelineNames.keepRule, behind: [present], keepPattern)
    chain.add(.target, PipelineNames.keepRule, behind: [present], keepTarget)
    addAlertRules(to: &chain, behind: bus)
    chain.add(.secondHop, behind: [bus], secondHop)
  }

  private func addAlertRules(to chain: inout HopChain, behind bus: HopChain.Link) {
    let subject = "\(PipelineNames.alertRulePrefix)*"
    let present = chain.add(.rule, subject, behind: [bus], alertRules)
    chain.add(.ruleState, subject, behind: [present], alertStates)
    chain.add(.target, subject, behind: [present], alertTargets)
  }

  private var alerting: [EventRule] {
    facts.rules.value?.filter { $0.name.hasPrefix(PipelineNames.alertRulePrefix) } ?? []
  }

  /// The events that rules need, as far as the member accounts' rules send them on.
  private var kept: [SampleEvent] {
    let sources = ["iam.amazonaws.com", "sts.amazonaws.com", "signin.amazonaws.com"]
    return samples.filter {
      sources.contains($0.source) && (plan.takesReadOnlyEvents || !$0.isReadOnly)
    }
  }

  private func keepPattern() -> Finding {
    PatternCoverage.finding(of: [facts.keep.rule.value?.pattern ?? ""], on: kept, remedy: Self.render)
  }

  private func keepTarget() -> Finding {
    let group = PipelineNames.arn("logs", region, plan.securityAccount, "log-group:\(plan.logGroup)")
    switch facts.keep.targets {
    case .failure(let failure): return .unknown(failure)
    case .success(let targets):
      if targets.contains(where: { $0.arn == group || $0.arn == "\(group):*" }) { return .ok(group) }
      let other = targets.first.map { "sends to \($0.arn)" } ?? "has no target"
      return .broken(
        "\(PipelineNames.keepRule) \(other), not to \(plan.logGroup)",
        remedy: "let its target be \(group)")
    }
  }

  private func alertRules() -> Finding {
    if case .failure(let failure) = facts.rules { return .unknown(failure) }
    guard !alerting.isEmpty else {
      return .broken(
        "no rule \(PipelineNames.alertRulePrefix)1 and on is on the bus \(PipelineNames.bus): nobody is told",
        remedy: Self.render)
    }
    return .ok("\(alerting.count) on the bus \(PipelineNames.bus)")
  }

  private func alertStates() -> Finding {
    for rule in alerting {
      let state = RuleCheck(
        facts: RuleFacts(name: rule.name, rule: .success(rule), targets: .success([]), elsewhere: []),
        bus: PipelineNames.bus, region: region, takesReadOnlyEvents: plan.takesReadOnlyEvents
      ).state()
      if state.state != .ok { return state }
    }
    return .ok("all are enabled")
  }

  private func alertTargets() -> Finding {
    let topic = topicARN
    guard let rule = alerting.first(where: { !$0.targets.contains { $0.arn == topic } }) else {
      return .ok(topic)
    }
    let other = rule.targets.first.map { "sends to \($0.arn)" } ?? "has no target"
    return .broken("\(rule.name) \(other), not to \(topic)", remedy: "let its target be \(topic)")
  }

  var topicARN: String {
    PipelineNames.arn("sns", region, plan.securityAccount, PipelineNames.topic)
  }

  /// What came from another account is not handed on to a third (FACTS, EventBridge: one hop).
  private func secondHop() -> Finding {
    let rules: [EventRule]
    switch facts.rules {
    case .failure(let failure): return .unknown(failure)
    case .success(let found): rules = found
    }
    for rule in rules {
      for target in rule.targets where target.arn.contains(":event-bus/") {
        guard !target.arn.contains(":\(plan.securityAccount):") else { continue }
        return .broken(
          "\(rule.name) hands events on to \(target.arn): EventBridge drops what came from another account",
          remedy: "let the members' rules send there directly, and delete this target")
      }
    }
    return .ok("no rule hands events on to a third account")
  }
}
