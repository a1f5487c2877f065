import CloudTrail

/// The bodies of the searches that count.
struct OpenSearchSearches: Sendable {
  /// The most different values that a cardinality is near exact for (`precision_threshold`, OpenSearch).
  static let mostToldApart: Int64 = 40_000
  /// Buckets a page; `search.max_buckets` is 65,535.
  private static let page: Int64 = 2000

  let shape: DocumentShape
  /// What is counted, by predicate and times.
  private let query: QueryJSON
  private let errors: QueryJSON
  let isExact: Bool
  /// Whether the timeline's errors are errors all.
  let tellsErrors: Bool
  /// Whether the window is of the events' own times.
  let knowsTimes: Bool

  init(_ request: SummaryRequest, window: TimeRange, shape: DocumentShape, context: EvaluationContext) {
    self.shape = shape
    let asked = OpenSearchQuery(request.predicate ?? .always, window: window, shape: shape, context: context)
    let errors = OpenSearchQuery(.flag(.error), shape: shape)
    self.errors = .raw(errors.json)
    tellsErrors = errors.isExact || shape.roots.isEmpty
    isExact = asked.isExact
    let times = shape.roots.compactMap { shape.eventTime(below: $0) }
    knowsTimes = times.count == shape.roots.count
    let range = TimeRange(
      from: request.since, through: request.until.map { Timestamp(milliseconds: $0.milliseconds - 1) })
    let inWindow = times.compactMap { OpenSearchClauses.range($0, range) }
    let unindexed: QueryJSON = ["bool": ["must_not": .array(OpenSearchClauses.recordExists(shape))]]
    let isBounded = knowsTimes && !inWindow.isEmpty
    query = OpenSearchClauses.conjunction(
      [.raw(asked.json)] + (isBounded ? [OpenSearchClauses.disjunction(inWindow + [unindexed])] : []))
  }

  private func search(_ query: QueryJSON, _ aggregations: [(String, QueryJSON)]) -> QueryJSON {
    ["size": 0, "track_total_hits": false, "query": query, "aggs": .object(aggregations)]
  }

  /// Counts what would keep the counts from being exact.
  var survey: QueryJSON {
    let unindexed: QueryJSON = ["bool": ["must_not": .array(OpenSearchClauses.recordExists(shape))]]
    var aggregations: [(String, QueryJSON)] = [
      ("unindexed", ["filter": unindexed]), ("long", ["filter": OpenSearchClauses.disjunction(tooLong)]),
    ]
    if shape.roots.count == 1, let id = shape.field(["eventID"], below: shape.roots[0])?.groupName {
      aggregations.append(("events", ["value_count": ["field": .string(id)]]))
      aggregations.append(
        (
          "ids",
          [
            "cardinality": [
              "field": .string(id), "precision_threshold": .integer(OpenSearchSearches.mostToldApart),
            ]
          ]
        ))
    }
    return search(query, aggregations)
  }

  /// Documents with a value that is not in its keyword.
  private var tooLong: [QueryJSON] {
    shape.roots.flatMap { root in
      CountedField.allCases.compactMap { field -> QueryJSON? in
        guard let path = field.path, case .keyword(let name, let text?)? = shape.field(path, below: root)
        else {
          return nil
        }
        return [
          "bool": [
            "filter": [OpenSearchClauses.exists(text)], "must_not": [OpenSearchClauses.exists(name)],
          ]
        ]
      }
    }
  }

  /// A page of groups behind the key `after`, which is JSON from the page before.
  func groups(_ groups: OpenSearchGroups, after: [UInt8]?) -> QueryJSON {
    let sources = groups.sources.map { source -> QueryJSON in
      .object([
        (
          source.field.rawValue,
          ["terms": ["field": .string(source.name), "missing_bucket": .bool(true)]] as QueryJSON
        )
      ])
    }
    var composite: [(String, QueryJSON)] = [("size", .integer(Self.page)), ("sources", .array(sources))]
    if let after { composite.append(("after", .raw(after))) }
    var members: [(String, QueryJSON)] = [("composite", .object(composite))]
    if let time = groups.time {
      members.append(
        ("aggs", ["first": ["min": ["field": .string(time)]], "last": ["max": ["field": .string(time)]]]))
    }
    return search(OpenSearchClauses.conjunction([query, groups.filter]), [("groups", .object(members))])
  }

  /// Events and errors by the time of the events below a root.
  func timeline(_ root: String, seconds: Int) -> QueryJSON {
    let time = shape.eventTime(below: root) ?? DocumentShape.storedTime
    let histogram: QueryJSON = [
      "field": .string(time), "fixed_interval": .string("\(seconds)s"), "min_doc_count": 1,
    ]
    let exists = OpenSearchClauses.disjunction(OpenSearchClauses.recordExists(shape, below: root))
    return search(
      OpenSearchClauses.conjunction([query, exists]),
      [("times", ["date_histogram": histogram, "aggs": ["errors": ["filter": errors]]])])
  }
}
