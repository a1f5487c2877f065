import CloudTrail
import Query

/// Rules that have to be asked of events, by what they are asked of.
///
/// A class whose parts do not change, and which is asked where it lies: taking them out would cost counts of owners for every event.
final class OpenRules: Sendable {
  /// Those whose paths begin at the record.
  let onRecord: [Candidate]
  let onEnvelope: [Candidate]
  /// Those that the text of one field decides, wherever their paths begin.
  private let onFields: [FieldProgram]

  init(_ candidates: Candidates) {
    (onRecord, onEnvelope, onFields) = (candidates.onRecord, candidates.onEnvelope, [])
  }

  /// Those that one field decides apart from the others.
  init(byField candidates: Candidates) {
    var ofFields: [RecordedField: [(number: Int, predicate: FieldPredicate)]] = [:]
    let isOpen = { (candidate: Candidate) in
      guard let predicate = FieldPredicate(candidate.predicate) else { return true }
      ofFields[predicate.field, default: []].append((candidate.rule, predicate))
      return false
    }
    (onRecord, onEnvelope) = (candidates.onRecord.filter(isOpen), candidates.onEnvelope.filter(isOpen))
    onFields = ofFields.map { FieldProgram($0.key, $0.value) }
  }

  var isEmpty: Bool { onRecord.isEmpty && onEnvelope.isEmpty && onFields.isEmpty }

  /// Those that match an event, in no order.
  func matches(_ event: EventView, in matcher: RuleMatcher) -> [Int] {
    var found: [Int] = []
    if !onFields.isEmpty { addOnFields(to: &found, event, matcher) }
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

  private func addOnFields(to found: inout [Int], _ event: EventView, _ matcher: RuleMatcher) {
    for field in onFields where !field.addHolding(of: event, to: &found) {
      var unclear = Candidates()
      for rule in field.numbers { matcher.add(rule, to: &unclear) }
      found += OpenRules(unclear).matches(event, in: matcher)
    }
  }

  /// Adds those of the candidates that match the event where paths begin at `root`.
  private static func add(
    to found: inout [Int], _ candidates: [Candidate], _ event: EventView, _ root: JSONView
  ) {
    if candidates.count == 1 {
      if candidates[0].predicate.matches(event, pathsFrom: root) { found.append(candidates[0].rule) }
      return
    }
    // One look at the members for all.
    let shared = TopLevel(root)
    for place in candidates.indices where candidates[place].predicate.matches(event, pathsFrom: shared) {
      found.append(candidates[place].rule)
    }
  }
}
