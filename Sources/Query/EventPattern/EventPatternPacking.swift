import CloudTrail

/// Shares clauses out among patterns, none of which is longer than EventBridge takes.
struct EventPatternPacking {
  /// Clauses of which each list makes a pattern.
  private(set) var patterns: [[EventPatternClause]] = []
  /// False once a clause had to be widened to fit.
  private(set) var isExact = true

  /// - Parameter besides: services, as `eventSource` names them before `.amazonaws.com`, whose events no pattern is to match.
  init(_ clauses: [EventPatternClause], besides: [String]) {
    let simple = EventPatternClauses.simplified(clauses)
    if besides.isEmpty, EventPatternPacking.fits(simple) {
      patterns = simple.isEmpty ? [] : [simple]
      return
    }
    for bucket in EventPatternPacking.bySource(simple, besides: besides.map { "\($0).amazonaws.com" }) {
      add(EventPatternClauses.simplified(bucket))
    }
  }

  private static func fits(_ clauses: [EventPatternClause]) -> Bool {
    EventPatternText.json(clauses).bytes.count <= EventPatternSyntax.longest
  }

  /// Puts the clauses of one source into the first pattern where they fit, else into a new one.
  private mutating func add(_ bucket: [EventPatternClause]) {
    for index in patterns.indices {
      let both = EventPatternClauses.simplified(patterns[index] + bucket)
      guard EventPatternPacking.fits(both) else { continue }
      patterns[index] = both
      return
    }
    patterns += fitting(bucket)
  }

  /// The clauses in as many lists as it takes.
  private mutating func fitting(_ clauses: [EventPatternClause]) -> [[EventPatternClause]] {
    if EventPatternPacking.fits(clauses) { return [clauses] }
    guard clauses.count == 1 else {
      let half = clauses.count / 2
      return fitting(Array(clauses[..<half])) + fitting(Array(clauses[half...]))
    }
    return split(clauses[0]).flatMap { fitting([$0]) }
  }

  /// A clause that is too long alone as two, each with half of the longest list; a list of one is left out.
  private mutating func split(_ clause: EventPatternClause) -> [EventPatternClause] {
    let longest = clause.ordered.max { $0.values.json.bytes.count < $1.values.json.bytes.count }
    guard let longest else { return [] }
    let values = longest.values.list
    guard values.count > 1 else {
      isExact = false
      var wider = clause
      wider[longest.field] = nil
      return [wider]
    }
    return [values.prefix(values.count / 2), values.dropFirst(values.count / 2)].map { half in
      var part = clause
      part[longest.field] = EventPatternValues(Array(half))
      return part
    }
  }

  // MARK: By source

  /// The clauses of each source that one of them names, in order, and last those of all other sources: an event, which has one source,
  /// satisfies clauses of one list only.
  private static func bySource(
    _ clauses: [EventPatternClause], besides: [String]
  ) -> [[EventPatternClause]] {
    var (named, general): ([String: [EventPatternClause]], [EventPatternClause]) = ([:], [])
    for clause in clauses {
      let literals = clause[.eventSource]?.list.map { value in
        value.literal.map { (String(decoding: CaseFolding.folded($0.string.utf8), as: UTF8.self), value) }
      }
      guard let literals, !literals.contains(where: { $0 == nil }) else {
        general.append(clause)
        continue
      }
      for case (let name, let value)? in literals {
        var part = clause
        part[.eventSource] = EventPatternValues([value])
        named[name, default: []].append(part)
      }
    }
    let names = named.keys.filter { !besides.contains($0) }.sorted()
    var buckets = names.map { name in
      (named[name] ?? []) + narrowed(general, to: [.ignoringCase(ExactString(name))])
    }
    let others = (names + besides.filter { !names.contains($0) }).map { ExactString($0) }
    let rest: [EventPatternValue] =
      others.isEmpty ? [.absent, .present] : [.absent, .anythingBut(.ignoringCase, others)]
    buckets.append(narrowed(general, to: rest))
    return buckets.filter { !$0.isEmpty }
  }

  private static func narrowed(
    _ clauses: [EventPatternClause], to sources: [EventPatternValue]
  ) -> [EventPatternClause] {
    var isExact = true
    let source = EventPatternClause(.eventSource, EventPatternValues(sources))
    return clauses.compactMap { $0.and(source, isExact: &isExact) }
  }
}
