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

  /// Prepares the rules; account names are those of `context` at this moment.
  init(_ rules: [Rule], context: EvaluationContext) {
    self.rules = rules
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
  func matches(_ event: EventView) -> RuleMatches {
    if rules.isEmpty { return .none }
    var candidates = Candidates()
    forEachCandidate(of: event) { candidates.add($0, compiled[$0], root: rules[$0].root) }
    return matches(event, among: candidates, beside: [])
  }

  /// The rules that match an event of a kind, with what a thread remembers.
  func matches(
    _ event: EventView, of kind: RuleMemo.Kind, memo: inout RuleMemo
  ) -> RuleMatches {
    let known = memo.outlook(
      of: kind, ofAction: { outlook(ofActionOf: event) }, learn: { outlook(of: event, in: $0) })
    guard let known else { return .none }
    return matches(event, among: known.open, beside: known.matching)
  }

  /// What is so of all events of the action that this one is of.
  private func outlook(ofActionOf event: EventView) -> RuleMemo.Outlook {
    var learning = Learning(event: event, fields: RuleMemo.Kind.actionFields)
    forEachCandidate(of: event) { learning.ask($0, compiled[$0], root: rules[$0].root) }
    return RuleMemo.Outlook(matching: learning.matching, open: learning.open)
  }

  /// What is so of all events of the kind that this one is of, whose action's outlook is known.
  private func outlook(of event: EventView, in action: RuleMemo.Outlook) -> RuleMemo.Outlook {
    var learning = Learning(
      event: event, fields: RuleMemo.Kind.fields, matching: action.matching)
    for candidate in action.open.onRecord { learning.ask(candidate.rule, candidate.predicate, root: .record) }
    for candidate in action.open.onEnvelope {
      learning.ask(candidate.rule, candidate.predicate, root: .envelope)
    }
    return RuleMemo.Outlook(matching: learning.matching, open: learning.open.byField)
  }

  /// Asks rules what is so of all events that have some fields in common with one.
  private struct Learning {
    let event: EventView
    let fields: Set<RecordedField>
    var matching: [Int] = []
    var open = Candidates()

    mutating func ask(_ rule: Int, _ predicate: CompiledPredicate, root: Rule.Root) {
      switch predicate.foreseen(of: event, by: fields) {
      case .decided(true): matching.append(rule)
      case .decided(false): break
      case .open(let rest): open.add(rule, rest, root: root)
      }
    }
  }

  /// Those of the candidates that match an event, and others that are known to.
  private func matches(
    _ event: EventView, among candidates: Candidates, beside known: [Int]
  ) -> RuleMatches {
    var found = known
    var unclear = Candidates()
    for field in candidates.onFields where !field.add(to: &found, event) {
      for rule in field.rules { unclear.add(rule, compiled[rule], root: rules[rule].root) }
    }
    if !unclear.isEmpty { found += matches(event, among: unclear, beside: []).indices }
    RuleMatcher.add(to: &found, candidates.onRecord, event, event.record)
    if !candidates.onEnvelope.isEmpty {
      // One envelope for all: it may have to be rebuilt.
      _ = event.withEnvelope { envelope in
        if let envelope { RuleMatcher.add(to: &found, candidates.onEnvelope, event, envelope) }
        return true
      }
    }
    if found.count > 1 { found.sort() }
    return found.isEmpty ? .none : RuleMatches(indices: found)
  }

  /// Adds those of the candidates that match the event where paths begin at `root`.
  private static func add(
    to found: inout [Int], _ candidates: [Candidate], _ event: EventView, _ root: JSONView
  ) {
    if candidates.count == 1 {
      if candidates[0].predicate.matches(event, pathsFrom: root) { found.append(candidates[0].rule) }
      return
    }
    if candidates.isEmpty { return }
    // One look at the members for all.
    let shared = TopLevel(root)
    for candidate in candidates where candidate.predicate.matches(event, pathsFrom: shared) {
      found.append(candidate.rule)
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
