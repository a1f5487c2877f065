/// Rules of one kind, a number behind each one's name, as a pattern holds 4,096 characters: judged together.
struct NumberedRules {
  let rules: Answered<[EventRule]>
  let prefix: String
  let bus: String
  let region: String
  /// Where each has to send events.
  let target: String
  let takesReadOnlyEvents: Bool
  /// The events that at least one of them has to take.
  let samples: [SampleEvent]

  /// - Returns: the links of what the events' way leans on.
  @discardableResult
  func add(to chain: inout HopChain, behind links: [HopChain.Link]) -> [HopChain.Link] {
    let subject = "\(prefix)*"
    let present = chain.add(.rule, subject, behind: links, presence)
    let state = chain.add(.ruleState, subject, behind: [present], states)
    let pattern = chain.add(.pattern, subject, behind: [present]) {
      PatternCoverage.finding(of: named.compactMap(\.pattern), on: samples, remedy: SecurityChecks.render)
    }
    return [present, state, pattern, chain.add(.target, subject, behind: [present], targets)]
  }

  private var named: [EventRule] { rules.value?.filter { $0.name.hasPrefix(prefix) } ?? [] }

  private func presence() -> Finding {
    if case .failure(let failure) = rules { return .unknown(failure) }
    guard !named.isEmpty || samples.isEmpty else {
      return .broken(
        "there is no rule \(prefix)1 and on on the bus \(bus) in \(region)", remedy: SecurityChecks.render)
    }
    return .ok("\(named.count) on the bus \(bus)")
  }

  private func states() -> Finding {
    for rule in named {
      let state = RuleCheck(
        facts: RuleFacts(name: rule.name, rule: .success(rule), targets: .success([]), elsewhere: []),
        bus: bus, region: region, takesReadOnlyEvents: takesReadOnlyEvents
      ).state()
      if state.state != .ok { return state }
    }
    return .ok("all are enabled")
  }

  private func targets() -> Finding {
    guard let rule = named.first(where: { !$0.targets.contains { $0.arn == target } }) else {
      return .ok(target)
    }
    let other = rule.targets.first.map { "sends to \($0.arn)" } ?? "has no target"
    return .broken("\(rule.name) \(other), not to \(target)", remedy: "let its target be \(target)")
  }
}
