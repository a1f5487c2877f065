import CloudTrail
import Query

/// Rules indexed by what an event's source and name must be: the cost of asking them does not grow with rules that
/// cannot match.
struct RuleMatcher: Sendable {
  private let rules: [Rule]
  private let compiled: [CompiledPredicate]
  private let keys: [IndexKeys]
  /// Rules that only match events of certain names, by the name's hash.
  private var byName: [UInt64: [Int]] = [:]
  /// Of the others those that only match events of certain services, by the service's hash.
  private var byService: [UInt64: [Int]] = [:]
  /// Rules that any event may match.
  private var everywhere: [Int] = []

  /// Prepares the rules; account names are those of `context` at this moment.
  init(_ rules: [Rule], context: EvaluationContext) {
    self.rules = rules
    compiled = rules.map { CompiledPredicate($0.predicate, context: context) }
    keys = rules.map { IndexKeys(of: $0.predicate, recordAt: $0.root == .envelope ? ["detail"] : []) }
    for (index, keys) in keys.enumerated() {
      if let names = keys.eventNames {
        for name in names { byName[name, default: []].append(index) }
      } else if let services = keys.services {
        for service in services { byService[service, default: []].append(index) }
      } else {
        everywhere.append(index)
      }
    }
  }

  /// The rules that match an event.
  func matches<Asked: Subject & ~Copyable>(_ subject: borrowing Asked) -> RuleMatches {
    if rules.isEmpty { return .none }
    var candidates = Candidates()
    forEachCandidate(of: subject) { index in
      switch rules[index].root {
      case .record: candidates.onRecord.append(index)
      case .envelope: candidates.onEnvelope.append(index)
      }
    }
    // One look at the record for all, and one envelope, which may have to be rebuilt.
    var found: [Int] = []
    if !candidates.onRecord.isEmpty {
      _ = subject.withRecord { record in
        found += matching(candidates.onRecord, subject, record)
        return true
      }
    }
    if !candidates.onEnvelope.isEmpty {
      _ = subject.withEnvelope { envelope in
        found += matching(candidates.onEnvelope, subject, envelope)
        return true
      }
    }
    if found.count > 1 { found.sort() }
    return found.isEmpty ? .none : RuleMatches(indices: found)
  }

  /// Rules that have to be asked, by where their paths begin.
  private struct Candidates {
    var onRecord: [Int] = []
    var onEnvelope: [Int] = []
  }

  private func matching<Asked: Subject & ~Copyable>(
    _ candidates: [Int], _ subject: borrowing Asked, _ root: JSONView?
  ) -> [Int] {
    var found: [Int] = []
    guard let root else {
      for index in candidates where compiled[index].matches(subject, pathsFrom: nil as JSONView?) {
        found.append(index)
      }
      return found
    }
    let shared = TopLevel(root)
    for index in candidates where compiled[index].matches(subject, pathsFrom: shared) { found.append(index) }
    return found
  }

  /// The rules that the event's source and name do not rule out, in no order.
  private func forEachCandidate<Asked: Subject & ~Copyable>(
    of subject: borrowing Asked, _ body: (Int) -> Void
  ) {
    guard let event = RuleMatcher.hashes(of: subject) else {
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
  private static func hashes<Asked: Subject & ~Copyable>(
    of subject: borrowing Asked
  ) -> (service: UInt64, name: UInt64)? {
    var (service, name) = (UInt64(0), UInt64(0))
    let hasService = subject.withUTF8(of: .service) { text in
      guard let text, IndexKeys.isIndexable(text) else { return false }
      service = IndexKeys.serviceHash(text)
      return true
    }
    guard hasService else { return nil }
    let hasName = subject.withUTF8(of: .eventName) { text in
      guard let text, IndexKeys.isIndexable(text) else { return false }
      name = IndexKeys.hash(text)
      return true
    }
    return hasName ? (service, name) : nil
  }
}
