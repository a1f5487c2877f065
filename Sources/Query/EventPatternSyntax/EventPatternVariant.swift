import CloudTrail

/// One way to match: fields that must all be as asked.
struct EventPatternVariant: Hashable, Sendable {
  private var leaves: [String: EventPatternLeaf] = [:]

  /// Asks for a field, in place of what was asked of it before.
  mutating func set(_ leaf: EventPatternLeaf) { leaves[leaf.name] = leaf }

  var predicate: WrittenPredicate {
    let sorted = leaves.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return EventPatternVariant.conjunction(sorted, from: 0)
  }

  /// What the leaves ask, their first `depth` keys left out.
  ///
  /// Fields below one key must be those of one element where the key has an array. A field that must be absent is looked for
  /// in that element only if a field of it that must be present stands before it in the order of names: so the library does.
  private static func conjunction(_ leaves: [EventPatternLeaf], from depth: Int) -> WrittenPredicate {
    var (order, groups): ([String], [String: [EventPatternLeaf]]) = ([], [:])
    for leaf in leaves {
      let key = leaf.keys[depth]
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(leaf)
    }
    let parts = order.flatMap { key in group(groups[key] ?? [], from: depth) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private static func group(_ leaves: [EventPatternLeaf], from depth: Int) -> [WrittenPredicate] {
    let leading = leaves.prefix { $0.mustBeAbsent }
    let alone = leading + leaves.dropFirst(leading.count).filter { $0.keys.count == depth + 1 }
    let together = leaves.dropFirst(leading.count).filter { $0.keys.count > depth + 1 }
    let terms = alone.map { $0.condition(from: depth) }
    guard together.count > 1 else { return terms + together.map { $0.condition(from: depth) } }
    let key = together[0].keys[depth]
    let inner = conjunction(Array(together), from: depth + 1)
    var ways = EventPatternLeaf.paths(of: [key]).map { WrittenPredicate.elements($0, inner) }
    if together.allSatisfy(\.mayBeAbsent) { ways.append(.all(together.map { $0.absence(from: depth) })) }
    return terms + [ways.count == 1 ? ways[0] : .any(ways)]
  }
}

extension EventPatternLeaf {
  /// The places that keys stand for: each a member's name, or, where one has dots, those of members inside one another too.
  static func paths(of keys: [String]) -> [[FieldPath.Step]] {
    let literal = keys.map { FieldPath.Step.key(ExactString($0)) }
    guard keys.contains(where: { $0.contains(".") }) else { return [literal] }
    let split = keys.flatMap { $0.split(separator: ".", omittingEmptySubsequences: false) }
    return [literal, split.map { .key(ExactString(String($0))) }]
  }

  /// What the field must be, its first `depth` keys left out.
  fileprivate func condition(from depth: Int) -> WrittenPredicate {
    if mustBeAbsent { return absence(from: depth) }
    let test = tests.count == 1 ? tests[0] : .any(tests)
    let present = WrittenPredicate.term(term(field(from: depth, test)))
    return mayBeAbsent ? .any([present, absence(from: depth)]) : present
  }

  fileprivate func absence(from depth: Int) -> WrittenPredicate {
    .term(term(.not(field(from: depth, .isLeaf))))
  }

  private func field(from depth: Int, _ test: FieldTest) -> Predicate {
    .disjunction(EventPatternLeaf.paths(of: Array(keys[depth...])).map { .field(.record($0), test) })
  }

  private func term(_ predicate: Predicate) -> WrittenPredicate.Term {
    WrittenPredicate.Term(predicate, line: line, field: name)
  }
}
