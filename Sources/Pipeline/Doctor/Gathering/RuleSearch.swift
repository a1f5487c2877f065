/// Looks for a rule where it has to be, and if it is not there where it may be by mistake.
struct RuleSearch: Sendable {
  let calls: AccountCalls
  let bus: String
  let region: String
  /// Where it may be by mistake.
  let regions: [String]

  func facts(of name: String) async -> RuleFacts {
    let rule = await Answered.of { () throws(CallFailure) in
      try await calls.rule(name, bus: bus, in: region)
    }
    guard rule.isAbsent else {
      let targets = await Answered.of { () throws(CallFailure) in
        try await calls.targets(of: name, bus: bus, in: region)
      }
      return RuleFacts(name: name, rule: rule, targets: targets, elsewhere: [])
    }
    return RuleFacts(
      name: name, rule: rule, targets: .failure(.absent("there is no rule \(name)")),
      elsewhere: await places(of: name))
  }

  /// On the other buses of the region, then on the same bus of the other regions.
  private func places(of name: String) async -> [String] {
    var places: [String] = []
    for other in (try? await calls.eventBuses(in: region)) ?? [] where other != bus {
      if (try? await calls.rule(name, bus: other, in: region)) != nil { places.append("on the bus \(other)") }
    }
    // Where IAM's rule may have been put: the home of everything else.
    for other in regions where other != region {
      guard !isExpected(name, in: other), (try? await calls.rule(name, bus: bus, in: other)) != nil else {
        continue
      }
      places.append("in \(other)")
    }
    return places
  }

  /// The rule of STS and sign-in is in every region; that of IAM in one.
  private func isExpected(_ name: String, in region: String) -> Bool {
    name == PipelineNames.sessionRule || region == PipelineNames.globalRegion
  }
}
