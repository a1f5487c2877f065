/// What there is to a rule, wherever it is.
struct RuleCheck {
  let facts: RuleFacts
  let bus: String
  let region: String
  /// Whether it has to take List, Get and Describe.
  let takesReadOnlyEvents: Bool

  private static let allEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

  func presence() -> Finding {
    switch facts.rule {
    case .success(let rule): return .ok("\(rule.name) is on the bus \(bus)")
    case .failure(.absent):
      let found = facts.elsewhere.joined(separator: ", ")
      guard !found.isEmpty else {
        return .broken(
          "there is no rule \(facts.name) on the bus \(bus) in \(region)",
          remedy: "apply the rendered Terraform: iamwatch pipeline render")
      }
      let why =
        bus == "default" ? ": services' events arrive on the default bus only, each in its own region" : ""
      return .broken(
        "the rule \(facts.name) is \(found), not on the bus \(bus) in \(region)\(why)",
        remedy: "put it on the bus \(bus) in \(region), and delete the other")
    case .failure(let failure): return .unknown(failure)
    }
  }

  func state() -> Finding {
    guard let rule = facts.rule.value else { return .unknown("there is no rule") }
    if rule.state == "DISABLED" {
      return .broken(
        "\(rule.name) is DISABLED",
        remedy: "aws events enable-rule --name \(rule.name) --event-bus-name \(bus) --region \(region)")
    }
    if takesReadOnlyEvents, rule.state != Self.allEvents {
      return .broken(
        "\(rule.name) is \(rule.state): List, Get and Describe never reach it, "
          + "and read_only_events is set in the configuration",
        remedy: "set its state to \(Self.allEvents): apply the rendered Terraform")
    }
    return .ok(rule.state)
  }
}

extension PatternCoverage {
  /// Whether patterns let through what rules need.
  static func finding(of patterns: [String], on samples: [SampleEvent], remedy: String) -> Finding {
    let coverage: PatternCoverage
    do { coverage = try PatternCoverage(of: patterns, on: samples) } catch {
      return .broken("the event pattern is none: \(error)", remedy: remedy)
    }
    guard let first = coverage.missed.first else {
      return .ok("takes all \(coverage.asked) events that rules are tested with")
    }
    let others = coverage.missed.count > 1 ? " and \(coverage.missed.count - 1) more" : ""
    return .broken(
      "\(coverage.missed.count) of \(coverage.asked) events that rules need do not pass its pattern: "
        + "\(first)\(others)",
      remedy: remedy)
  }
}
