import CloudTrail
import Query

/// Rules indexed by what an event's source and name must be: the cost of asking them does not grow with rules that
/// cannot match.
final class RuleMatcher: Sendable {
  private let rules: [Rule]
  private let compiled: [CompiledPredicate]
  private let keys: [IndexKeys]
  /// Rules that only match events of certain names, by the name's hash.
  private let byName: [UInt64: [Int]]
  /// Of the others those that only match events of certain services, by the service's hash.
  private let byService: [UInt64: [Int]]
  /// Rules that any event may match.
  private let everywhere: [Int]
  /// Where the rules begin that only correlations refer to.
  private let firstSource: Int

  /// Prepares the rules; account names are those of `context` at this moment.
  /// - Parameter sources: those that only correlations refer to.
  init(_ alerts: [Rule], sources: [Rule], context: EvaluationContext) {
    let rules = alerts + sources
    (self.rules, firstSource) = (rules, alerts.count)
    let prepared = rules.mapOnAllCores { rule in
      (
        CompiledPredicate(rule.predicate, context: context, recordAt: rule.root.recordPath),
        IndexKeys(of: rule.predicate, recordAt: rule.root.recordPath)
      )
    }
    (compiled, keys) = (prepared.map(\.0), prepared.map(\.1))
    var (byName, byService, everywhere) = ([UInt64: [Int]](), [UInt64: [Int]](), [Int]())
    for (index, keys) in keys.enumerated() {
      if let names = keys.eventNames {
        for name in names { byName[name, default: []].append(index) }
      } else if let services = keys.services {
        for service in services { byService[service, default: []].append(index) }
      } else {
        everywhere.append(index)
      }
    }
    (self.byName, self.byService, self.everywhere) = (byName, byService, everywhere)
  }

  /// The rules that match an event.
  func matches(_ event: EventView) -> RuleSet.Matches {
    if rules.isEmpty { return .none }
    var candidates = Candidates()
    forEachCandidate(of: event) { add($0, to: &candidates) }
    return told(OpenRules(candidates).matches(event, in: self))
  }

  /// The rules that match an event of a kind, with what a thread remembers.
  func matches(
    _ event: EventView, of kind: RuleMemo.Kind, memo: inout RuleMemo
  ) -> RuleSet.Matches {
    let known = memo.outlook(
      of: kind, ofAction: { outlook(ofActionOf: event) }, learn: { outlook(of: event, in: $0) })
    guard let known else { return .none }
    let found = known.open.matches(event, in: self)
    return found.isEmpty ? known.matches : told(known.matching + found)
  }

  /// What matched, alerts and the sources of correlations told apart.
  private func told(_ found: [Int]) -> RuleSet.Matches {
    if found.isEmpty { return .none }
    let found = found.sorted()
    let alerts = found.prefix { $0 < firstSource }
    if alerts.count == found.count { return RuleSet.Matches(alerts: RuleMatches(indices: found)) }
    let sources = found.dropFirst(alerts.count).map { $0 - firstSource }
    return RuleSet.Matches(
      alerts: alerts.isEmpty ? .none : RuleMatches(indices: Array(alerts)),
      sources: RuleMatches(indices: sources))
  }

  /// A rule, to be asked of events.
  func add(_ rule: Int, to candidates: inout Candidates) {
    candidates.add(rule, compiled[rule], root: rules[rule].root)
  }

  /// What is so of all events of the action that this one is of.
  private func outlook(ofActionOf event: EventView) -> RuleMemo.Outlook {
    var learning = Learning(event: event, fields: RuleMemo.Kind.actionFields)
    forEachCandidate(of: event) { learning.ask($0, compiled[$0], root: rules[$0].root) }
    return outlook(learning, open: OpenRules(learning.open))
  }

  /// What is so of all events of the kind that this one is of, whose action's outlook is known; and what tells it from others.
  private func outlook(of event: EventView, in action: RuleMemo.Outlook) -> RuleMemo.Learnt {
    var learning = Learning(
      event: event, fields: RuleMemo.Kind.fields, matching: action.matching)
    for candidate in action.open.onRecord { learning.ask(candidate.rule, candidate.predicate, root: .record) }
    for candidate in action.open.onEnvelope {
      learning.ask(candidate.rule, candidate.predicate, root: .envelope)
    }
    return RuleMemo.Learnt(
      outlook: outlook(learning, open: OpenRules(byField: learning.open)), outcomes: learning.outcomes)
  }

  private func outlook(_ learning: Learning, open: OpenRules) -> RuleMemo.Outlook {
    RuleMemo.Outlook(matching: learning.matching, matches: told(learning.matching), open: open)
  }

  /// Asks rules what is so of all events that have some fields in common with one.
  private struct Learning {
    let event: EventView
    let fields: Set<RecordedField>
    var matching: [Int] = []
    var open = Candidates()
    /// What the tests of the fields said.
    var outcomes: [Bool] = []

    init(event: EventView, fields: Set<RecordedField>, matching: [Int] = []) {
      (self.event, self.fields, self.matching) = (event, fields, matching)
    }

    mutating func ask(_ rule: Int, _ predicate: CompiledPredicate, root: Rule.Root) {
      switch predicate.foreseen(of: event, by: fields, outcomes: &outcomes) {
      case .decided(true): matching.append(rule)
      case .decided(false): break
      case .open(let rest): open.add(rule, rest, root: root)
      }
    }
  }

  /// The rules that the event's source and name do not rule out, in no order.
  private func forEachCandidate(
    of event: EventView, _ body: (Int) -> Void
  ) {
    guard let event = RuleMatcher.hashes(of: event) else {
      for index in rules.indices { body(index) }
      return
    }
    for index in byName[event.name] ?? [] where keys[index].services?.contains(event.service) ?? true {
      body(index)
    }
    for index in byService[event.service] ?? [] { body(index) }
    for index in everywhere { body(index) }
  }

  /// The hashes of an event's service and name, nil where the index cannot be relied on.
  private static func hashes(
    of event: EventView
  ) -> (service: UInt64, name: UInt64)? {
    var (service, name) = (UInt64(0), UInt64(0))
    let hasService = event.withUTF8(of: .service) { text in
      guard let text, IndexKeys.isIndexable(text) else { return false }
      service = IndexKeys.serviceHash(text)
      return true
    }
    guard hasService else { return nil }
    let hasName = event.withUTF8(of: .eventName) { text in
      guard let text, IndexKeys.isIndexable(text) else { return false }
      name = IndexKeys.hash(text)
      return true
    }
    return hasName ? (service, name) : nil
  }
}
