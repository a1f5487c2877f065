import CloudTrail

/// Asks a member account all that is to be known of it.
struct MemberGathering: Sendable {
  let plan: PipelinePlan
  let account: MemberAccount
  let calls: AccountCalls
  let now: @Sendable () -> Timestamp

  func facts() async -> MemberFacts {
    let global = PipelineNames.globalRegion
    let identity = await Answered.of { () throws(CallFailure) in
      try await calls.callerIdentity(in: global, now: now)
    }
    var facts = MemberFacts(account, unasked: identity)
    // What another account answers says nothing of this one.
    guard identity.value?.account == account.id else { return facts }
    async let role = Answered.of { () throws(CallFailure) in
      try await calls.role(PipelineNames.putEventsRole, in: global)
    }
    facts.regions = await regions()
    facts.role = await role
    if plan.organizationID != nil {
      facts.organizationID = await .of { () throws(CallFailure) in try await calls.organizationID() }
    }
    return facts
  }

  private func regions() async -> [RegionFacts] {
    await withTaskGroup(of: (Int, RegionFacts).self) { group in
      for (place, region) in account.regions.enumerated() {
        group.addTask { (place, await facts(of: region)) }
      }
      var found: [(Int, RegionFacts)] = []
      for await facts in group { found.append(facts) }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func facts(of region: String) async -> RegionFacts {
    async let trails = Answered.of { () throws(CallFailure) in try await calls.trails(in: region) }
    async let failed = Answered.of { () throws(CallFailure) in try await failedDeliveries(in: region) }
    async let undelivered = Answered.of { () throws(CallFailure) in
      try await calls.depth(ofQueue: PipelineNames.undeliveredQueue, in: region)
    }
    async let watched = Answered.of { () throws(CallFailure) in
      try await calls.rules(of: "default", beginning: PipelineNames.watchedRulePrefix, in: region)
    }
    var rules: [RuleFacts] = []
    let search = RuleSearch(calls: calls, bus: "default", region: region, regions: account.regions)
    for name in PipelineNames.memberRules(in: region) { rules.append(await search.facts(of: name)) }
    return RegionFacts(
      region: region, trails: await trails, rules: rules, watched: await watched,
      failedDeliveries: await failed,
      undelivered: await undelivered)
  }

  /// Of rules on the default bus, whose metrics name no bus.
  private func failedDeliveries(in region: String) async throws(CallFailure) -> [String: Double] {
    let metrics = PipelineNames.memberRules(in: region).map { Metric.failedInvocations(of: $0) }
    let values = try await calls.values(of: metrics, from: now().anHourAgo, through: now(), in: region)
    return zip(PipelineNames.memberRules(in: region), metrics).reduce(into: [:]) {
      $0[$1.0] = values[$1.1] ?? 0
    }
  }
}

/// What a question is answered with that is not asked: why the first of all was not answered.
func unasked<Value: Sendable>(_ identity: Answered<CallerIdentity>) -> Answered<Value> {
  if case .failure(let failure) = identity { return .failure(failure) }
  return .failure(.failed("the credentials are another account's"))
}

extension MemberFacts {
  /// Before anything but the identity is known.
  init(_ account: MemberAccount, unasked identity: Answered<CallerIdentity>) {
    self.init(
      account: account, identity: identity, role: Pipeline.unasked(identity),
      regions: account.regions.map { RegionFacts($0, unasked: identity) })
  }
}

extension RegionFacts {
  fileprivate init(_ region: String, unasked identity: Answered<CallerIdentity>) {
    self.init(
      region: region, trails: Pipeline.unasked(identity),
      rules: PipelineNames.memberRules(in: region).map {
        RuleFacts(
          name: $0, rule: Pipeline.unasked(identity), targets: Pipeline.unasked(identity), elsewhere: [])
      },
      watched: Pipeline.unasked(identity), failedDeliveries: Pipeline.unasked(identity),
      undelivered: Pipeline.unasked(identity))
  }
}

extension PipelineNames {
  /// The rules that a region of a member account has to have.
  static func memberRules(in region: String) -> [String] {
    region == globalRegion ? [identityRule, sessionRule] : [sessionRule]
  }
}

extension Timestamp {
  var anHourAgo: Timestamp { Timestamp(milliseconds: milliseconds - 3_600_000) }
  var aDayAgo: Timestamp { Timestamp(milliseconds: milliseconds - 86_400_000) }
}

extension Metric {
  /// - Parameter bus: nil for the default one.
  static func failedInvocations(of rule: String, bus: String? = nil) -> Metric {
    let named = bus.map { [Dimension(name: "EventBusName", value: $0)] } ?? []
    return Metric(
      namespace: "AWS/Events", name: "FailedInvocations",
      dimensions: named + [Dimension(name: "RuleName", value: rule)])
  }
}
