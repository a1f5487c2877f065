import CloudTrail
import Query
import Terminal

/// Acknowledging and muting alerts, and taking that back.
extension Model {
  /// Asks for the reason; takes back what was decided so about all of the alerts looked at.
  mutating func decide(isMute: Bool) -> [Command] {
    guard let target = alertLookedAt else {
      say("select an alert, or an event that is one", .warn)
      return [.bell]
    }
    if target.state == (isMute ? .muted : .acknowledged) { return takeBack(isMute: isMute, target) }
    deciding = DecisionPrompt(target: target, isMute: isMute)
    return []
  }

  /// Lets the reason that is written take a key.
  mutating func typeDecision(_ key: Key) -> [Command] {
    guard var prompt = deciding else { return [] }
    prompt.refusal = nil
    switch key {
    case .escape:
      deciding = nil
      return []
    case .tab: prompt.chooseNext()
    case .enter:
      switch prompt.decision(now: now) {
      case .success(let decision):
        deciding = nil
        return take(decision)
      case .failure(let refusal): prompt.refusal = refusal.reason
      }
    default:
      guard prompt.editor.take(key, history: []) else { return [.bell] }
    }
    deciding = prompt
    return []
  }

  mutating func take(_ decision: AlertDecision) -> [Command] {
    decided.removeAll { $0.isSame(as: decision) }
    decided.append(decision)
    switch decision.kind {
    case .acknowledged: say("acknowledged   \(key(.acknowledge)) takes it back")
    case .muted(let until):
      let end = until.map { " until \(times.whole($0))" } ?? ""
      say("muted\(end)   \(key(.showMuted)) lists what is muted, \(key(.mute)) there takes it back")
      // Its row leaves, and would go on narrowing everything else unseen.
      let rule = ExactString(decision.scope.rule)
      if decision.scope.group == nil, !showsMuted, tables[.alerts]?.selected == rule {
        tables[.alerts]?.selected = nil
      }
    }
    return [.keepDecision(decision)]
  }

  /// Takes back what was decided about all of the target's alerts: about the rule, and about each of its groups.
  private mutating func takeBack(isMute: Bool, _ target: AlertTarget) -> [Command] {
    let meant = decided.filter { decision in
      decision.isMute == isMute && decision.scope.rule == target.rule
        && (target.chosen == 0 || decision.scope == target.scopes[target.chosen]
          || decision.scope.group == nil)
    }
    return takeBack(meant)
  }

  mutating func takeBack(_ decisions: [AlertDecision]) -> [Command] {
    let kept = decisions.filter { !$0.isConfigured }
    guard let first = kept.first else {
      say("that stands in the configuration, under mutes", .warn)
      return [.bell]
    }
    decided.removeAll { decision in kept.contains { $0.isSame(as: decision) } }
    say("\(first.isMute ? "no longer muted" : "open again"): \(title(of: first.scope.rule))", .warn)
    return kept.map { .removeDecision($0) }
  }

  /// Takes what the state has; what the configuration decides stays.
  mutating func take(kept: [AlertDecision]) {
    let all = settings.decided + kept
    if all != decided { decided = all }
  }

  mutating func toggleMuted() -> [Command] {
    guard showsMuted || decided.contains(where: \.isMute) else {
      say("no alert is muted", .warn)
      return [.bell]
    }
    showsMuted.toggle()
    // The same question again: its answer has the rows of either.
    slots[.alerts]?.question = nil
    return []
  }

  private func title(of rule: String) -> String { settings.rule(rule)?.title ?? rule }

  /// The first key of a command, for words that name it.
  private func key(_ command: KeyCommand) -> String {
    settings.keymap.bindings.first { $0.command == command }?.keys.first?.description ?? ":\(command.name)"
  }
}

extension AlertDecision {
  /// Whether one takes the other's place: of one kind, about the same alerts, and both of the state.
  fileprivate func isSame(as other: AlertDecision) -> Bool {
    scope == other.scope && isMute == other.isMute && isConfigured == other.isConfigured
  }
}
