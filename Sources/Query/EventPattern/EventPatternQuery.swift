import CloudTrail

/// Predicates as EventBridge event patterns: every event that one of the predicates holds for matches a pattern, perhaps others do too.
///
/// What EventBridge cannot ask is widened: a text within a value where case does not count, expressions, numbers that may be texts, two
/// conditions on one element of an array. Of fields that CloudTrail itself writes it is taken that they have one string at most.
package struct EventPatternQuery: Hashable, Sendable {
  /// A predicate and where its record paths begin.
  package struct Asked: Sendable {
    package let predicate: Predicate
    /// The keys that lead to the record from there: none, or `detail` for one that is asked of the envelope.
    package let recordAt: [String]

    package init(_ predicate: Predicate, recordAt: [String] = []) {
      (self.predicate, self.recordAt) = (predicate, recordAt)
    }
  }

  /// The patterns as JSON without blanks, each of at most ``EventPatternSyntax/longest`` characters; none where no event can match.
  /// Of several an event matches one only, unless one source's rules alone are longer than that.
  package let patterns: [String]
  /// Whether nothing was widened.
  package let isExact: Bool

  /// What one of many predicates may take up, in characters, before only its services and its events' names are asked: it is repeated for
  /// each service.
  private static let longestOfMany = EventPatternSyntax.longest / 4

  /// Compiles predicates.
  /// - Parameters:
  ///   - fromAWSAlone: whether only events that AWS's own services sent match: EventBridge takes a `source` that begins `aws.` from nobody
  ///     else (PutEvents), so what a tenant made up is kept out.
  ///   - besides: services, as `eventSource` names them before `.amazonaws.com`, whose events no pattern is to match.
  ///   - context: the accounts' names, which EventBridge does not know.
  package init(
    _ asked: [Asked], fromAWSAlone: Bool = false, besides: [String] = [],
    context: EvaluationContext = EvaluationContext()
  ) {
    var (all, isExact): ([EventPatternClause], Bool) = ([], true)
    for one in asked {
      var pushDown = PushDown(context: context)
      let condition = pushDown.condition(one.predicate.withoutElements(at: one.recordAt))
      var clauses = EventPatternClauses(recordAt: one.recordAt)
      var ways = clauses.clauses(condition)
      if asked.count > 1, EventPatternText.json(ways).bytes.count > EventPatternQuery.longestOfMany {
        ways = EventPatternClauses.coarsened(ways)
        isExact = false
      }
      all += ways
      isExact = isExact && pushDown.isExact && clauses.isExact
    }
    if fromAWSAlone {
      let sender = EventPatternClause(
        .source, EventPatternValues([.prefix(ExactString("aws."), ignoringCase: false)]))
      all = all.compactMap { $0.and(sender, isExact: &isExact) }
    }
    let packing = EventPatternPacking(all, besides: besides)
    patterns = packing.patterns.map { String(decoding: EventPatternText.json($0).bytes, as: UTF8.self) }
    self.isExact = isExact && packing.isExact
  }

  /// Compiles one predicate.
  package init(
    _ predicate: Predicate, recordAt: [String] = [], context: EvaluationContext = EvaluationContext()
  ) {
    self.init([Asked(predicate, recordAt: recordAt)], context: context)
  }
}

extension Predicate {
  /// The same, where what is asked of the record as one element is asked of its fields: the record is one object, never an array.
  fileprivate func withoutElements(at record: [String]) -> Predicate {
    let steps = record.map { FieldPath.Step.key(ExactString($0)) }
    switch self {
    case .elements(steps, .any, let part) where !steps.isEmpty: return part.below(steps)
    case .all(let parts): return .all(parts.map { $0.withoutElements(at: record) })
    case .any(let parts): return .any(parts.map { $0.withoutElements(at: record) })
    case .not(let part): return .not(part.withoutElements(at: record))
    default: return self
    }
  }

  /// The same, its record paths beginning further up.
  private func below(_ steps: [FieldPath.Step]) -> Predicate {
    switch self {
    case .field(.record(let inner), let test, let quantifier):
      return .field(.record(steps + inner), test, quantifier)
    case .elements(let inner, let quantifier, let part): return .elements(steps + inner, quantifier, part)
    case .all(let parts): return .all(parts.map { $0.below(steps) })
    case .any(let parts): return .any(parts.map { $0.below(steps) })
    case .not(let part): return .not(part.below(steps))
    default: return self
    }
  }
}
