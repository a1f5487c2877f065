import CloudTrail

/// Clauses as the text of a pattern: what all of them ask once, the rest in `$or`.
enum EventPatternText {
  /// The pattern, without blanks, of which one of the clauses must hold; of a clause that asks nothing, one of every event.
  static func json(_ clauses: [EventPatternClause]) -> QueryJSON {
    guard let first = clauses.first else { return everything }
    var (shared, rest) = (EventPatternClause(), clauses)
    for (field, values) in first.fields where clauses.allSatisfy({ $0[field] == values }) {
      shared[field] = values
      for index in rest.indices { rest[index][field] = nil }
    }
    if rest.contains(where: { $0.fields.isEmpty }) {
      return shared.fields.isEmpty
        ? everything : .object(members(shared.ordered.map { ($0.field.keys, $0.values.json) }))
    }
    // Where all branches are about the record they stand within it, which saves naming it in each.
    let isRecord = rest.allSatisfy { $0.fields.keys.allSatisfy { $0.keys.first == "detail" } }
    let branches = rest.map { clause in
      QueryJSON.object(
        members(
          clause.ordered.map { (isRecord ? Array($0.field.keys.dropFirst()) : $0.field.keys, $0.values.json) }
        ))
    }
    let fields = shared.ordered.map { ($0.field.keys, $0.values.json) }
    return .object(members(fields + [((isRecord ? ["detail"] : []) + ["$or"], .array(branches))]))
  }

  /// Every event has a source (FACTS, EventBridge).
  private static let everything: QueryJSON = ["source": [["exists": true]]]

  /// Fields by their keys, nested.
  private static func members(_ fields: [([String], QueryJSON)]) -> [(String, QueryJSON)] {
    var (order, groups): ([String], [String: [([String], QueryJSON)]]) = ([], [:])
    for (keys, value) in fields {
      guard let key = keys.first else { continue }
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append((Array(keys.dropFirst()), value))
    }
    return order.map { key in
      let inner = groups[key] ?? []
      if let value = inner.first, value.0.isEmpty { return (key, value.1) }
      return (key, .object(members(inner)))
    }
  }
}
