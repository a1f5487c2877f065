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
  private let onRecord: [OpenRule]
  private let onEnvelope: [OpenRule]

  init(_ rules: [OpenRule]) {
    (onRecord, onEnvelope) = (rules.filter { $0.root == .record }, rules.filter { $0.root == .envelope })
  }

  /// Those that match an event, in no order.
  func matches(_ event: EventView) -> [Int] {
    var found: [Int] = []
    if !onRecord.isEmpty { OpenRules.add(to: &found, onRecord, event, event.record) }
    if !onEnvelope.isEmpty {
      // One envelope for all: it may have to be rebuilt.
      _ = event.withEnvelope { envelope in
        if let envelope { OpenRules.add(to: &found, onEnvelope, event, envelope) }
        return true
      }
    }
    return found
  }

  /// Adds those of the rules that match the event where paths begin at `root`.
  private static func add(
    to found: inout [Int], _ rules: [OpenRule], _ event: EventView, _ root: JSONView
  ) {
    if rules.count == 1 {
      if rules[0].predicate.matches(event, pathsFrom: root) { found.append(rules[0].rule) }
      return
    }
    // One look at the members for all.
    let shared = TopLevel(root)
    for place in rules.indices where rules[place].predicate.matches(event, pathsFrom: shared) {
      found.append(rules[place].rule)
    }
  }
}
