import CloudTrail

/// Writes conditions as clauses of the query DSL. Nil stands for a clause that every document satisfies.
struct OpenSearchClauses {
  let shape: DocumentShape
  /// False once a clause was widened.
  var isExact = true
  /// Clauses that may still be written: `indices.query.bool.max_clause_count` is 1024.
  private var clausesLeft = 800
  /// Levels of `bool` within each other; deeper ones are widened.
  private static let deepest = 12

  init(shape: DocumentShape) { self.shape = shape }

  mutating func clause(_ condition: PushedCondition, depth: Int = 0) -> QueryJSON? {
    guard depth < OpenSearchClauses.deepest else { return widened() }
    switch condition {
    case .anything: return nil
    case .nothing: return ["match_none": [:]]
    case .all(let parts):
      let clauses = parts.compactMap { clause($0, depth: depth + 1) }
      return clauses.isEmpty ? nil : OpenSearchClauses.conjunction(clauses)
    case .any(let parts):
      var clauses: [QueryJSON] = []
      for part in parts {
        guard let clause = clause(part, depth: depth + 1) else { return nil }
        clauses.append(clause)
      }
      return OpenSearchClauses.disjunction(clauses)
    case .leaf(let leaf): return leafClause(leaf)
    }
  }

  mutating func widened() -> QueryJSON? {
    isExact = false
    return nil
  }

  mutating func spend(_ clauses: Int) -> Bool {
    clausesLeft -= clauses
    return clausesLeft >= 0
  }

  /// The leaf for a record below any of the roots: found below one, or below none.
  private mutating func leafClause(_ leaf: PushedLeaf) -> QueryJSON? {
    guard leaf.place != .wholeRecord, !shape.roots.isEmpty, spend(4 * shape.roots.count) else {
      return widened()
    }
    var clauses: [QueryJSON] = []
    for root in shape.roots {
      let field: DocumentShape.Field?
      if case .record(let keys) = leaf.place {
        field = shape.field(keys, below: root) ?? (leaf.place.isOwn ? shape.expected(keys, below: root) : nil)
      } else {
        guard let account = shape.envelopeAccount(of: root) else { continue }
        field = account
      }
      let clause = field.flatMap { field in
        leaf.isNegated
          ? atMost(field, leaf)
          : atLeast(field, leaf, isWhole: leaf.place.isShort || shape.isWhole(field, below: root))
      }
      guard let clause else {
        isExact = false
        if leaf.isNegated { continue }
        return nil
      }
      clauses.append(clause)
    }
    guard leaf.isNegated else { return OpenSearchClauses.disjunction(clauses) }
    return clauses.isEmpty ? nil : ["bool": ["must_not": .array(clauses)]]
  }

  /// The clause, or a document in which no record is indexed: its `@message` may hold one all the same.
  func orUnindexed(_ clause: QueryJSON) -> QueryJSON {
    let indexed = OpenSearchClauses.recordExists(shape)
    return OpenSearchClauses.disjunction([clause, ["bool": ["must_not": .array(indexed)]]])
  }

  /// Clauses of which any document with an indexed record satisfies one.
  static func recordExists(_ shape: DocumentShape) -> [QueryJSON] {
    shape.roots.flatMap { recordExists(shape, below: $0) }
  }

  /// Those of a record below one root.
  static func recordExists(_ shape: DocumentShape, below root: String) -> [QueryJSON] {
    shape.marks(below: root).flatMap(\.existenceNames).map(exists)
  }
}

/// The shapes of clauses.
extension OpenSearchClauses {
  static func conjunction(_ clauses: [QueryJSON]) -> QueryJSON {
    switch clauses.count {
    case 0: ["match_all": [:]]
    case 1: clauses[0]
    default: ["bool": ["filter": .array(clauses)]]
    }
  }

  static func disjunction(_ clauses: [QueryJSON]) -> QueryJSON {
    switch clauses.count {
    case 0: ["match_none": [:]]
    case 1: clauses[0]
    default: ["bool": ["should": .array(clauses), "minimum_should_match": 1]]
    }
  }

  static func exists(_ name: String) -> QueryJSON { ["exists": ["field": .string(name)]] }

  /// Times of a field in milliseconds since the epoch; nil for an open range.
  static func range(_ name: String, _ range: TimeRange) -> QueryJSON? {
    var ends: [(String, QueryJSON)] = []
    if let from = range.from, isDate(from) { ends.append(("gte", .integer(from.milliseconds))) }
    if let through = range.through, isDate(through) { ends.append(("lte", .integer(through.milliseconds))) }
    guard !ends.isEmpty else { return nil }
    ends.append(("format", "epoch_millis"))
    return ["range": .object([(name, .object(ends))])]
  }

  /// Whether a moment lies within the years that a date field holds.
  private static func isDate(_ time: Timestamp) -> Bool {
    (-62_135_596_800_000...253_402_300_799_999).contains(time.milliseconds)
  }
}
