import CloudTrail

/// Everything decided about alerts, looked up by rule and group. All in event time: what a mute with an end has covered stays covered.
package struct AlertDecisions: Hashable, Sendable {
  /// What is decided about one scope, in milliseconds since the epoch.
  package struct Bounds: Hashable, Sendable {
    /// What happened before is muted.
    var mutedBefore = Int64.min
    var isMutedForGood = false
    /// What happened until then is acknowledged.
    var acknowledgedThrough = Int64.min

    package init() {}

    package func state(at time: Timestamp) -> AlertState {
      if isMutedForGood || time.milliseconds < mutedBefore { return .muted }
      return time.milliseconds <= acknowledgedThrough ? .acknowledged : .open
    }

    fileprivate mutating func add(_ kind: AlertDecision.Kind) {
      switch kind {
      case .acknowledged(let through):
        acknowledgedThrough = max(acknowledgedThrough, through.milliseconds)
      case .muted(let until?): mutedBefore = max(mutedBefore, until.milliseconds)
      case .muted(nil): isMutedForGood = true
      }
    }
  }

  /// What is decided about a rule's alerts.
  package struct OfRule: Hashable, Sendable {
    package fileprivate(set) var all = Bounds()
    package fileprivate(set) var groups: [[String]: Bounds] = [:]

    package func state(of group: [String], at time: Timestamp) -> AlertState {
      let ofAll = all.state(at: time)
      guard ofAll != .muted, let bounds = groups[group] else { return ofAll }
      return max(ofAll, bounds.state(at: time))
    }
  }

  private var rules: [String: OfRule] = [:]

  package init(_ decisions: [AlertDecision] = []) {
    for decision in decisions {
      var rule = rules[decision.scope.rule] ?? OfRule()
      if let group = decision.scope.group {
        rule.groups[group, default: Bounds()].add(decision.kind)
      } else {
        rule.all.add(decision.kind)
      }
      rules[decision.scope.rule] = rule
    }
  }

  package var isEmpty: Bool { rules.isEmpty }

  /// Nil where nothing is.
  package func decided(about rule: String) -> OfRule? { rules[rule] }

  /// - Parameter time: when the alert's latest event happened.
  package func state(of rule: String, group: [String], at time: Timestamp) -> AlertState {
    rules[rule]?.state(of: group, at: time) ?? .open
  }
}
