import CloudTrail
import Query

/// What is known of rules for all events that have some things in common.
struct RuleOutlook: Sendable {
  /// The rules that match each of them.
  private(set) var matching: [Int] = []
  /// The rules that have to be asked of each, as far as they have to be.
  private(set) var open: [OpenRule]

  init(open: [OpenRule]) { self.open = open }

  /// The parts of open rules that the text of a field alone decides.
  func parts(decidedBy field: AskedField) -> [FieldPredicate] {
    open.flatMap { $0.predicate.parts(decidedBy: field) }
  }

  /// The fields whose texts alone decide parts of open rules.
  var asked: AskedFields { open.reduce(into: .none) { $0.formUnion($1.predicate.asked) } }

  /// A member of a part of the record whose text decides a part of an open rule.
  var firstMember: AskedField? { open.lazy.compactMap(\.predicate.firstMember).first }

  /// What is known of those events of which it is known too which ``parts(decidedBy:)`` hold, or the first of them.
  func knowing(_ field: AskedField, _ answers: [Bool]) -> RuleOutlook {
    var answers = answers[...]
    return map { $0.foreseen(by: field, &answers) }
  }

  /// The open rules that match one of these events.
  func found(in event: EventView) -> [Int] { OpenRules(open, forOneEvent: true).matches(event) }

  /// What is known of those events that have at a field what this one has.
  func knowing(_ field: AskedField, of event: EventView) -> RuleOutlook {
    map { $0.foreseen(by: field, of: event) }
  }

  private func map(_ foreseen: (CompiledPredicate) -> Foreseen) -> RuleOutlook {
    var known = RuleOutlook(open: [])
    known.matching = matching
    for rule in open {
      switch foreseen(rule.predicate) {
      case .decided(true): known.matching.append(rule.rule)
      case .decided(false): break
      case .open(let rest): known.open.append(OpenRule(rule: rule.rule, root: rule.root, predicate: rest))
      }
    }
    return known
  }
}
