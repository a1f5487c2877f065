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
    NumberedRules(
      rules: facts.rules, prefix: PipelineNames.alertRulePrefix, bus: PipelineNames.bus, region: region,
      target: topicARN, takesReadOnlyEvents: plan.takesReadOnlyEvents, samples: delivered
    ).add(to: &chain, behind: [bus])
    chain.add(.secondHop, behind: [bus], secondHop)
  }

  /// The events that rules need, as far as rules of EventBridge get them.
  private var delivered: [SampleEvent] {
    samples.filter { plan.takesReadOnlyEvents || !$0.isReadOnly }
  }

  private func keepPattern() -> Finding {
    PatternCoverage.finding(of: [facts.keep.rule.value?.pattern ?? ""], on: delivered, remedy: Self.render)
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
