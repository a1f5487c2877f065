import CloudTrail
import Query

/// A rule that has to be asked, and what.
struct OpenRule: Sendable {
  let rule: Int
  let root: Rule.Root
  let predicate: CompiledPredicate
}

/// Rules that have to be asked of events, by where their paths begin.
struct OpenRules: Sendable {
  private let onRecord: Rules
  private let onEnvelope: Rules

  /// - Parameter forOneEvent: whether they are asked once, for which it is not worth finding out how.
  init(_ rules: [OpenRule], forOneEvent: Bool = false) {
    onRecord = Rules(rules.filter { $0.root == .record }, forOneEvent)
    onEnvelope = Rules(rules.filter { $0.root == .envelope }, forOneEvent)
  }

  /// Those that match an event, in no order.
  func matches(_ event: EventView) -> [Int] {
    var found: [Int] = []
    onRecord.add(to: &found, event, event.record)
    if !onEnvelope.isEmpty {
      // One envelope for all: it may have to be rebuilt.
      _ = event.withEnvelope { envelope in
        if let envelope { onEnvelope.add(to: &found, event, envelope) }
        return true
      }
    }
    return found
  }

  /// Rules whose paths begin at the same place.
  private struct Rules: Sendable {
    private let rules: [OpenRule]
    /// Whether one look at the members is made for all.
    private let shareMembers: Bool

    init(_ rules: [OpenRule], _ forOneEvent: Bool) {
      self.rules = rules
      shareMembers =
        rules.count > 1 && (forOneEvent || rules.contains(where: \.predicate.looksAtMembers))
    }

    var isEmpty: Bool { rules.isEmpty }

    /// Adds those that match the event where paths begin at `root`.
    func add(to found: inout [Int], _ event: EventView, _ root: JSONView) {
      if shareMembers {
        let shared = TopLevel(root)
        for rule in rules where rule.predicate.matches(event, pathsFrom: shared) { found.append(rule.rule) }
      } else {
        for rule in rules where rule.predicate.matches(event, pathsFrom: root) { found.append(rule.rule) }
      }
    }
  }
}
