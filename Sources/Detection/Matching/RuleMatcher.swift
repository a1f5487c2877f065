import CloudTrail
import Cores
import Query

/// Rules indexed by what an event's source and name must be: the cost of asking them does not grow with rules that
/// cannot match.
final class RuleMatcher: Sendable {
  private let rules: [Rule]
  private let correlations: CorrelationSources
  private let compiled: [CompiledPredicate]
  private let keys: [IndexKeys]
  /// What classes of identities answer, and those of user agents.
  let identityQuestions: [FieldClasses.Question]
  let agentQuestions: [FieldClasses.Question]
  /// Rules that only match events of certain names, by the name's hash.
  private let byName: [UInt64: [Int]]
  /// Of the others those that only match events of certain services, by the service's hash.
  private let byService: [UInt64: [Int]]
  /// Rules that any event may match.
  private let everywhere: [Int]
  /// Where the rules begin that only correlations refer to.
  private let firstSource: Int

  /// Prepares the rules; account names are those of `context` at this moment.
  /// - Parameter correlations: whose rules only they refer to.
  init(_ alerts: [Rule], _ correlations: CorrelationSources, context: EvaluationContext) {
    let rules = alerts + correlations.rules
    (self.rules, self.correlations, firstSource) = (rules, correlations, alerts.count)
    let prepared = rules.mapOnAllCores { rule in
      (
        CompiledPredicate(rule.predicate, context: context, recordAt: rule.root.recordPath),
        IndexKeys(of: rule.predicate, recordAt: rule.root.recordPath)
      )
    }
    (compiled, keys) = (prepared.map(\.0), prepared.map(\.1))
    identityQuestions = FieldClasses.questions(
      FieldClasses.ofIdentities, of: compiled, atMost: FieldPrograms.mostParts)
    agentQuestions = FieldClasses.questions(FieldClasses.ofAgents, of: compiled, atMost: .max)
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
  func matches(_ event: EventView) -> RuleSet.Matches { told(found(in: event)) }

  /// The same by their places, in no order.
  func found(in event: EventView) -> [Int] {
    rules.isEmpty ? [] : OpenRules(candidates(of: event), forOneEvent: true).matches(event)
  }

  /// What matched, alerts and the sources of correlations told apart.
  func told(_ found: [Int]) -> RuleSet.Matches {
    if found.isEmpty { return .none }
    let found = found.sorted()
    let alerts = found.prefix { $0 < firstSource }
    let sources = found.dropFirst(alerts.count).map { $0 - firstSource }
    return RuleSet.Matches(
      alerts: RuleMatches(indices: Array(alerts)), sources: RuleMatches(indices: sources), of: correlations)
  }

  /// The rules that the event's source and name do not rule out, in no order.
  func candidates(of event: EventView) -> [OpenRule] {
    possible(for: event).map { OpenRule(rule: $0, root: rules[$0].root, predicate: compiled[$0]) }
  }

  private func possible(for event: EventView) -> [Int] {
    guard let event = RuleMatcher.hashes(of: event) else { return Array(rules.indices) }
    let named = (byName[event.name] ?? []).filter { keys[$0].services?.contains(event.service) ?? true }
    return named + (byService[event.service] ?? []) + everywhere
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
