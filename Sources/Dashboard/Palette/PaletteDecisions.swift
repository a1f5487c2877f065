import CloudTrail
import Query

/// Deciding about alerts by typing, and taking back what was decided.
extension Model {
  /// `mute 7d REASON` or `acknowledge REASON`, about the alerts looked at.
  func decisionEntry(_ word: PaletteArgument, _ text: String) -> PaletteEntry {
    let title = "\(word.rawValue) \(text)"
    guard let target = alertLookedAt else {
      return PaletteEntry(title: title, note: "select an alert, or an event that is one", action: .refuse)
    }
    switch AlertDecision.written(text, about: target, isMute: word == .mute, now: now) {
    case .success(let decision):
      let note = "\(target.title), \(words(for: decision.scope))\(end(of: decision))"
      return PaletteEntry(title: title, note: note, action: .decide(decision))
    case .failure(let refusal):
      return PaletteEntry(title: title, note: refusal.reason, action: .refuse)
    }
  }

  /// Everything decided that can be taken back here, the latest first.
  var decisionEntries: [PaletteEntry] {
    decided.reversed().filter { !$0.isConfigured }.map { decision in
      let title = settings.rule(decision.scope.rule)?.title ?? decision.scope.rule
      return PaletteEntry(
        title: "\(decision.isMute ? "unmute" : "reopen") \(title), \(words(for: decision.scope))",
        note: decision.reason + end(of: decision), action: .takeBack(decision))
    }
  }

  private func end(of decision: AlertDecision) -> String {
    guard case .muted(let until?) = decision.kind else { return "" }
    return "   until \(times.whole(until))"
  }
}
