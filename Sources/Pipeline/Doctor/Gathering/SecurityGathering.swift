import AWS
import CloudTrail

/// Asks the Security account all that is to be known of it.
struct SecurityGathering: Sendable {
  let plan: PipelinePlan
  let calls: AccountCalls
  let now: @Sendable () -> Timestamp

  var region: String { plan.homeRegion }

  func facts() async -> SecurityFacts {
    let identity = await Answered.of { () throws(CallFailure) in
      try await calls.callerIdentity(in: region, now: now)
    }
    guard identity.value?.account == plan.securityAccount else { return SecurityFacts(unasked: identity) }
    async let bus = Answered.of { () throws(CallFailure) in
      try await calls.eventBus(PipelineNames.bus, in: region)
    }
    async let rules = Answered.of { () throws(CallFailure) in
      try await calls.rules(of: PipelineNames.bus, beginning: "", in: region)
    }
    async let keep = RuleSearch(calls: calls, bus: PipelineNames.bus, region: region, regions: [])
      .facts(of: PipelineNames.keepRule)
    async let arrivals = Answered.of { () throws(CallFailure) in
      try await ArrivalSearch(plan: plan, calls: calls, now: now()).arrivals()
    }
    async let forward = FunctionGathering(calls: calls, region: region, now: now())
      .facts(of: PipelineNames.forwardFunction)
    async let notify = FunctionGathering(calls: calls, region: region, now: now())
      .facts(of: PipelineNames.notifyFunction)
    async let network = DomainGathering(plan: plan, calls: calls).facts()
    var facts = SecurityFacts(unasked: identity)
    await logs(into: &facts)
    await notification(into: &facts)
    await load(into: &facts)
    (facts.bus, facts.rules, facts.keep) = (await bus, await rules, await keep)
    (facts.arrivals, facts.forward, facts.notify) = (await arrivals, await forward, await notify)
    (facts.network, facts.index) = await network
    return facts
  }

  private func logs(into facts: inout SecurityFacts) async {
    facts.logGroup = await .of { () throws(CallFailure) in
      try await calls.logGroup(plan.logGroup, in: region)
    }
    facts.logPolicies = await .of { () throws(CallFailure) in try await calls.logPolicies(in: region) }
    facts.filters = await .of { () throws(CallFailure) in
      try await calls.subscriptionFilters(of: plan.logGroup, in: region)
    }
  }

  private func notification(into facts: inout SecurityFacts) async {
    let topic = PipelineNames.arn("sns", region, plan.securityAccount, PipelineNames.topic)
    facts.topic = await .of { () throws(CallFailure) in try await calls.topic(topic, in: region) }
    facts.subscriptions = await .of { () throws(CallFailure) in
      try await calls.subscriptions(of: topic, in: region)
    }
    facts.secret = await .of { () throws(CallFailure) in
      try await calls.secret(plan.slackSecret, in: region)
    }
    for place in facts.deadLetters.indices {
      let queue = facts.deadLetters[place].queue
      facts.deadLetters[place].depth = await .of { () throws(CallFailure) in
        try await calls.depth(ofQueue: queue, in: region)
      }
    }
  }

  private func load(into facts: inout SecurityFacts) async {
    facts.throttles = await .of { () throws(CallFailure) in try await throttles() }
    facts.unreservedConcurrency = await .of { () throws(CallFailure) in
      try await calls.unreservedConcurrency(in: region)
    }
  }

  /// CloudWatch Logs and EventBridge user guides, their metrics: a filter's have its group, its kind of destination and its name.
  private func throttles() async throws(CallFailure) -> ThrottleFacts {
    let filter = [
      Metric.Dimension(name: "LogGroupName", value: plan.logGroup),
      Metric.Dimension(name: "DestinationType", value: "Lambda"),
      Metric.Dimension(name: "FilterName", value: PipelineNames.subscriptionFilter),
    ]
    let rule = [
      Metric.Dimension(name: "EventBusName", value: PipelineNames.bus),
      Metric.Dimension(name: "RuleName", value: PipelineNames.keepRule),
    ]
    let metrics = [
      Metric(namespace: "AWS/Events", name: "ThrottledRules", dimensions: rule),
      Metric(namespace: "AWS/Logs", name: "DeliveryErrors", dimensions: filter),
      Metric(namespace: "AWS/Logs", name: "DeliveryThrottling", dimensions: filter),
    ]
    let values = try await calls.values(of: metrics, from: now().anHourAgo, through: now(), in: region)
    let sums = metrics.map { values[$0] ?? 0 }
    return ThrottleFacts(throttledRules: sums[0], deliveryErrors: sums[1], deliveryThrottling: sums[2])
  }
}

extension SecurityFacts {
  /// Before anything but the identity is known.
  init(unasked identity: Answered<CallerIdentity>) {
    self.init(
      identity: identity, bus: unasked(identity),
      keep: RuleFacts(
        name: PipelineNames.keepRule, rule: unasked(identity), targets: unasked(identity), elsewhere: []),
      rules: unasked(identity), logGroup: unasked(identity), logPolicies: unasked(identity),
      filters: unasked(identity), arrivals: unasked(identity),
      forward: FunctionFacts(unasked: identity, PipelineNames.forwardFunction),
      notify: FunctionFacts(unasked: identity, PipelineNames.notifyFunction),
      network: unasked(identity), index: unasked(identity), topic: unasked(identity),
      subscriptions: unasked(identity), secret: unasked(identity),
      deadLetters: [PipelineNames.forwardFailures, PipelineNames.notifyFailures].map {
        ($0, unasked(identity))
      },
      throttles: unasked(identity), unreservedConcurrency: unasked(identity))
  }
}

extension FunctionFacts {
  fileprivate init(unasked identity: Answered<CallerIdentity>, _ name: String) {
    self.init(name: name, function: unasked(identity), policy: unasked(identity), load: unasked(identity))
  }
}
