import CloudTrail
import Query

/// The alerts that a person looks at, to decide about.
struct AlertTarget: Sendable {
  var rule: String
  var title: String
  /// What may be decided about: all of the rule, and its groups, the busiest first.
  var scopes: [AlertScope]
  /// The scope meant where nobody says.
  var chosen: Int
  /// When the last of them happened.
  var last: Timestamp
  /// What has been decided about all of them; nil where that is not known.
  var state: AlertState?
}

/// A decision whose reason is being written.
struct DecisionPrompt: Sendable {
  var target: AlertTarget
  var isMute: Bool
  var editor = LineEditor(text: "")
  /// Why what is written does not do.
  var refusal: String?

  var scope: AlertScope { target.scopes[target.chosen] }

  /// Means other ones of the rule's alerts.
  mutating func chooseNext() { target.chosen = (target.chosen + 1) % target.scopes.count }

  /// What was written, as a decision; or why it is none.
  func decision(now: Timestamp) -> Result<AlertDecision, Refusal> {
    AlertDecision.written(editor.text, about: target, isMute: isMute, now: now)
  }

  struct Refusal: Error, Hashable { var reason: String }
}

extension AlertDecision {
  /// What a person wrote: a reason, before which a mute may say for how long.
  ///
  ///     7d the migration creates users
  static func written(
    _ text: String, about target: AlertTarget, isMute: Bool, now: Timestamp
  ) -> Result<AlertDecision, DecisionPrompt.Refusal> {
    var (reason, kind) = (text.trimmed, Kind.acknowledged(through: target.last))
    if isMute {
      kind = .muted(until: nil)
      let word = String(reason.prefix { $0 != " " })
      if let duration = WrittenTime.milliseconds(word) {
        let (end, overflow) = now.milliseconds.addingReportingOverflow(duration)
        guard duration > 0, !overflow else {
          return .failure(DecisionPrompt.Refusal(reason: "\(word) is no time to mute for"))
        }
        kind = .muted(until: Timestamp(milliseconds: end))
        reason = String(reason.dropFirst(word.count)).trimmed
      }
      guard !reason.isEmpty else {
        return .failure(DecisionPrompt.Refusal(reason: "a mute wants a reason: whoever comes next asks why"))
      }
    }
    return .success(
      AlertDecision(scope: target.scopes[target.chosen], kind: kind, reason: reason, decidedAt: now))
  }
}
