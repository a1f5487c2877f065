import CloudTrail

/// Judges the Security account: what its bus does with the events, to the documents and to Slack.
struct SecurityChecks {
  let plan: PipelinePlan
  let accountName: String?
  let facts: SecurityFacts
  let samples: [SampleEvent]
  let now: Timestamp

  var region: String { plan.homeRegion }
  static let render = "apply the rendered Terraform: iamwatch pipeline render"

  func hops() -> [Hop] {
    var chain = HopChain(at: Hop.Place(account: plan.securityAccount, accountName: accountName))
    let credentials = chain.addCredentials(facts.identity, expecting: plan.securityAccount)
    chain.addClock(facts.identity, behind: [credentials])
    chain.enter(region)
    let bus = chain.add(.bus, PipelineNames.bus, behind: [credentials], self.bus)
    addRules(to: &chain, behind: bus)
    let group = chain.add(.logGroup, plan.logGroup, behind: [credentials], logGroup)
    chain.add(.logPolicy, behind: [group], logPolicy)
    chain.add(.arrivals, behind: [group], newestEvent)
    addForwarding(to: &chain, behind: [credentials, group])
    addNotification(to: &chain, behind: credentials)
    chain.add(.throttles, behind: chain.broken() + [credentials], throttles)
    chain.add(.quotas, behind: [credentials], quotas)
    return chain.hops
  }

  /// From the log group to the domain.
  private func addForwarding(to chain: inout HopChain, behind links: [HopChain.Link]) {
    let name = PipelineNames.forwardFunction
    let links = links + facts.forward.missing
    let filter = chain.add(.subscriptionFilter, behind: links, subscriptionFilter)
    let permission = chain.add(.permission, name, behind: links) { forwardPermission }
    let route = chain.add(.route, behind: links) { self.route() }
    // An index that was never made may be for want of what comes before.
    let isEmpty = facts.index.value?.fields.isEmpty ?? false
    let index = chain.add(.index, behind: isEmpty ? links + [filter, permission, route].broken : links) {
      self.index()
    }
    let before = links.broken + [filter, permission, route, index].broken
    let function = chain.add(.function, name, behind: before.except(facts.forward.missing)) {
      FunctionCheck(facts: facts.forward, remedy: FunctionCheck.forwardRemedy).finding()
    }
    chain.add(.documents, behind: before + [function].broken, documents)
    addDeadLetters(PipelineNames.forwardFailures, to: &chain, behind: before + [function].broken)
  }

  /// From the topic to Slack.
  private func addNotification(to chain: inout HopChain, behind credentials: HopChain.Link) {
    let name = PipelineNames.notifyFunction
    let missing = facts.notify.missing
    let topic = chain.add(.topic, PipelineNames.topic, behind: [credentials]) { self.topic() }
    let subscription = chain.add(.subscription, behind: [topic] + missing) { self.subscription() }
    let permission = chain.add(.permission, name, behind: [credentials] + missing) { notifyPermission }
    let webhook = chain.add(.webhook, behind: [credentials]) { self.webhook() }
    let before = [credentials] + [topic, subscription, permission, webhook].broken
    let function = chain.add(.function, name, behind: before) {
      FunctionCheck(facts: facts.notify, remedy: FunctionCheck.notifyRemedy).finding()
    }
    addDeadLetters(PipelineNames.notifyFailures, to: &chain, behind: before + [function].broken)
  }

  private func addDeadLetters(_ queue: String, to chain: inout HopChain, behind links: [HopChain.Link]) {
    guard let depth = facts.deadLetters.first(where: { $0.queue == queue })?.depth else { return }
    chain.add(.deadLetters, queue, behind: links) {
      .deadLetters(
        depth, of: queue, remedy: "read a message for the reason, mend that, and redrive the queue")
    }
  }

  private func bus() -> Finding {
    switch facts.bus {
    case .success(let bus): .ok(bus.arn)
    case .failure(.absent):
      .broken("there is no bus \(PipelineNames.bus) in \(region)", remedy: Self.render)
    case .failure(let failure): .unknown(failure)
    }
  }
}

extension FunctionFacts {
  /// A function that is not there is the hop to name; what is of it cannot be judged.
  fileprivate var missing: [HopChain.Link] {
    function.isAbsent ? [HopChain.Link(kind: .function, state: .broken, behind: nil)] : []
  }
}

extension [HopChain.Link] {
  fileprivate var broken: [HopChain.Link] { filter { $0.state == .broken || $0.behind != nil } }

  fileprivate func except(_ others: [HopChain.Link]) -> [HopChain.Link] {
    filter { !others.contains($0) }
  }
}
