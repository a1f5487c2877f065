import CloudTrail

/// A predicate as OpenSearch's query DSL: every document whose record the predicate holds for is found, perhaps others too.
///
/// What is found is read anew from `@message` and judged in memory (DESIGN, One predicate). Give ``json`` as the `query` of a search.
package struct OpenSearchQuery: Hashable, Sendable {
  /// The query clause, a JSON object.
  package let json: [UInt8]
  /// Whether nothing was widened: of the documents in which a record is indexed, those are found for which the predicate holds.
  package let isExact: Bool

  /// Compiles a predicate for documents of a shape.
  /// - Parameters:
  ///   - window: the span of the store's own time, `@timestamp`, that documents must lie in, both ends included.
  ///   - context: the accounts' names, which the engine does not know.
  package init(
    _ predicate: Predicate, window: TimeRange = TimeRange(), shape: DocumentShape,
    context: EvaluationContext = EvaluationContext()
  ) {
    var pushDown = PushDown(context: context)
    let condition = pushDown.condition(predicate)
    var clauses = OpenSearchClauses(shape: shape)
    let found = clauses.clause(condition)
    var filters: [QueryJSON] = []
    if let range = OpenSearchClauses.range(DocumentShape.storedTime, window) { filters.append(range) }
    if let found { filters.append(clauses.orUnindexed(found)) }
    json = OpenSearchClauses.conjunction(filters).bytes
    isExact = pushDown.isExact && clauses.isExact
  }
}
