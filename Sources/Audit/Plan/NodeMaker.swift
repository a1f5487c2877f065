import CloudTrail
import Query

/// Turns a predicate to the nodes of a ``ColumnPlan``.
struct NodeMaker {
  let context: EvaluationContext
  let searches: RecordSearches?
  private(set) var recordTests: [ColumnPlan.RecordTest] = []

  init(context: EvaluationContext, searches: RecordSearches?) {
    (self.context, self.searches) = (context, searches)
  }

  mutating func node(_ predicate: Predicate) -> ColumnPlan.Node {
    switch predicate {
    case .all(let parts): .all(nodes(parts) { .all($0) })
    case .any(let parts): .any(nodes(parts) { .any($0) })
    case .not(let part): .not(node(part))
    case .time(let range): .time(range)
    case .flag(let flag): node(flag, predicate)
    case .rule, .severity: memo(.alerts, predicate)
    case .field(.event(let field), let test, _) where !test.refersToOthers: node(field, predicate)
    case .field, .elements, .anywhere:
      predicate.readsRecord ? record(predicate) : .row(CompiledPredicate(predicate, context: context))
    }
  }

  /// The parts that the columns decide first; those that need the record as one, so that it is read once.
  private mutating func nodes(_ parts: [Predicate], _ join: ([Predicate]) -> Predicate) -> [ColumnPlan.Node] {
    var light: [ColumnPlan.Node] = []
    for part in parts where !part.readsRecord { light.append(node(part)) }
    let heavy = parts.filter(\.readsRecord)
    guard let first = heavy.first else { return light }
    return light + [heavy.count == 1 ? node(first) : record(join(heavy))]
  }

  private mutating func node(_ flag: EventFlag, _ predicate: Predicate) -> ColumnPlan.Node {
    switch flag {
    case .error: .error
    case .denied: .denied
    case .alert: .alert
    case .write: .write
    case .read: .not(.write)
    case .root: memo(.group, predicate)
    case .console: record(predicate)
    }
  }

  private func node(_ field: EventField, _ predicate: Predicate) -> ColumnPlan.Node {
    switch field {
    case .account, .principal, .principalType, .action, .service, .eventName: memo(.group, predicate)
    case .errorCode: memo(.error, predicate)
    case .awsRegion: memo(.details(\.region), predicate)
    case .sourceIPAddress: memo(.details(\.sourceIP), predicate)
    case .userAgent: memo(.details(\.userAgent), predicate)
    case .session: memo(.details(\.session), predicate)
    case .accessKeyId: memo(.details(\.accessKey), predicate)
    case .eventID: .row(CompiledPredicate(predicate, context: context))
    }
  }

  private func memo(_ key: ColumnMemo.Key, _ predicate: Predicate) -> ColumnPlan.Node {
    .memo(ColumnMemo(key, CompiledPredicate(predicate, context: context)))
  }

  private mutating func record(_ predicate: Predicate) -> ColumnPlan.Node {
    let test = ColumnPlan.RecordTest(
      predicate: predicate, test: CompiledPredicate(predicate, context: context),
      found: searches?.matches(of: predicate))
    recordTests.append(test)
    return .record(test)
  }
}
