import CloudTrail
import Query

/// Judges a member account: from CloudTrail to the Security account's bus, and whether its events arrive.
struct MemberChecks {
  let plan: PipelinePlan
  let facts: MemberFacts
  let security: SecurityFacts
  let samples: [SampleEvent]
  let now: Timestamp

  var account: MemberAccount { facts.account }
  var busARN: String {
    PipelineNames.arn("events", plan.homeRegion, plan.securityAccount, "event-bus/\(PipelineNames.bus)")
  }

  func hops() -> [Hop] {
    var chain = HopChain(at: Hop.Place(account: account.id, accountName: account.name))
    let credentials = chain.addCredentials(facts.identity, expecting: account.id)
    chain.addClock(facts.identity, behind: [credentials])
    for region in facts.regions { addRules(of: region, to: &chain, behind: [credentials]) }
    chain.enter(nil)
    chain.add(.role, PipelineNames.putEventsRole, behind: [credentials], putEventsRole)
    chain.add(.busPolicy, behind: securityLinks, busAdmission)
    for region in facts.regions { addDeliveries(of: region, to: &chain, behind: [credentials]) }
    chain.enter(nil)
    chain.add(.arrivals, behind: chain.broken() + securityLinks, arrivals)
    return chain.hops
  }

  private func addRules(of region: RegionFacts, to chain: inout HopChain, behind links: [HopChain.Link]) {
    chain.enter(region.region)
    chain.add(.trail, behind: links) { trail(region) }
    for facts in region.rules {
      let rule = RuleCheck(
        facts: facts, bus: "default", region: region.region, takesReadOnlyEvents: plan.takesReadOnlyEvents)
      let present = chain.add(.rule, facts.name, behind: links, rule.presence)
      chain.add(.ruleState, facts.name, behind: [present], rule.state)
      chain.add(.pattern, facts.name, behind: [present]) { pattern(facts) }
      chain.add(.target, facts.name, behind: [present]) { target(facts) }
    }
    NumberedRules(
      rules: region.watched, prefix: PipelineNames.watchedRulePrefix, bus: "default", region: region.region,
      target: busARN, takesReadOnlyEvents: plan.takesReadOnlyEvents,
      samples: needed { !Scope.identityServices.contains($0) }
    ).add(to: &chain, behind: links)
  }

  private func addDeliveries(of region: RegionFacts, to chain: inout HopChain, behind links: [HopChain.Link])
  {
    chain.enter(region.region)
    let links = links + chain.broken(before: region.region)
    chain.add(.deliveries, behind: links) { deliveries(region) }
    chain.add(.deadLetters, PipelineNames.undeliveredQueue, behind: links) { undelivered(region) }
  }

  // MARK: On the way

  private func trail(_ region: RegionFacts) -> Finding {
    let trails: [Trail]
    switch region.trails {
    case .failure(let failure): return .unknown(failure)
    case .success(let found): trails = found
    }
    let remedy = "aws cloudtrail start-logging --name \(trails.first?.name ?? PipelineNames.trail)"
    guard !trails.isEmpty else {
      return .broken(
        "no trail covers \(region.region): EventBridge gets calls only of what a trail logs",
        remedy: "create a trail of all regions (enable_trail in the rendered Terraform)")
    }
    let logging = trails.filter(\.isLogging)
    guard let first = logging.first else {
      return .broken("the trail \(trails[0].name) does not log", remedy: remedy)
    }
    guard logging.contains(where: \.writes), !plan.takesReadOnlyEvents || logging.contains(where: \.reads)
    else {
      return .broken(
        "the trail \(first.name) logs no \(logging.contains(where: \.writes) ? "reading" : "writing") "
          + "management events",
        remedy: "let its event selectors take management events: aws cloudtrail put-event-selectors")
    }
    let error = first.deliveryError.map { $0.isEmpty ? "" : "; its delivery to S3 fails: \($0)" } ?? ""
    return .ok("\(first.name) logs\(error)")
  }

  private func pattern(_ facts: RuleFacts) -> Finding {
    let services =
      facts.name == PipelineNames.identityRule
      ? CollectedPatterns.globalServices : CollectedPatterns.regionalServices
    let needed = needed { services.contains($0) }
    return PatternCoverage.finding(
      of: [facts.rule.value?.pattern ?? ""], on: needed,
      remedy: "apply the rendered Terraform: iamwatch pipeline render")
  }

  /// The events that rules need of some services, as far as rules of EventBridge get them.
  private func needed(_ isOfService: (String) -> Bool) -> [SampleEvent] {
    samples.filter { sample in
      let service = sample.source.prefix { $0 != "." }
      return isOfService(String(service)) && (plan.takesReadOnlyEvents || !sample.isReadOnly)
    }
  }

  private func target(_ facts: RuleFacts) -> Finding {
    let targets: [EventTarget]
    switch facts.targets {
    case .failure(let failure): return .unknown(failure)
    case .success(let found): targets = found
    }
    let remedy = "let the rule's target be \(busARN), with the role \(PipelineNames.putEventsRole)"
    guard let target = targets.first(where: { $0.arn == busARN }) else {
      guard let other = targets.first else {
        return .broken("\(facts.name) has no target", remedy: remedy)
      }
      let hop =
        other.arn.contains(":event-bus/")
        ? "; a bus does not hand on to a third account what another sent it" : ""
      return .broken("\(facts.name) sends to \(other.arn), not to \(busARN)\(hop)", remedy: remedy)
    }
    guard let role = target.roleARN else {
      return .broken(
        "the target names no role: a bus of another account is written to with one", remedy: remedy)
    }
    guard role == self.facts.role.value?.arn || self.facts.role.value == nil else {
      return .broken("the target's role is \(role)", remedy: remedy)
    }
    if target.isTransformed {
      return .broken(
        "the target changes the event on its way: what arrives is no CloudTrail event",
        remedy: "remove the target's input transformer")
    }
    return .ok("\(target.arn) as \(PipelineNames.putEventsRole)")
  }

  private func deliveries(_ region: RegionFacts) -> Finding {
    switch region.failedDeliveries {
    case .failure(let failure): return .unknown(failure)
    case .success(let failed):
      guard let (rule, count) = failed.filter({ $0.value > 0 }).min(by: { $0.key < $1.key }) else {
        return .ok("none failed within the last hour")
      }
      return .broken(
        "\(Int(count)) deliveries of \(rule) failed within the last hour",
        remedy: "look at the queue \(PipelineNames.undeliveredQueue): each message's ERROR_CODE says why")
    }
  }

  private func undelivered(_ region: RegionFacts) -> Finding {
    .deadLetters(
      region.undelivered, of: PipelineNames.undeliveredQueue,
      remedy: "read a message's ERROR_CODE and ERROR_MESSAGE, mend that, and redrive the queue")
  }
}

extension Finding {
  /// Whether a queue of what went wrong is empty.
  static func deadLetters(_ depth: Answered<Int>, of queue: String, remedy: String) -> Finding {
    switch depth {
    case .success(0): .ok("\(queue) is empty")
    case .success(let depth): .broken("\(depth) messages wait in \(queue)", remedy: remedy)
    case .failure(.absent):
      .broken(
        "there is no queue \(queue): what fails is lost",
        remedy: "apply the rendered Terraform: iamwatch pipeline render")
    case .failure(let failure): .unknown(failure)
    }
  }
}
