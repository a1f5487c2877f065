import CloudTrail

/// The queries that count, and what their rows say.
struct InsightsSummaryQueries: Sendable {
  enum Step: Sendable { case sessions, others, timeline }

  private let root: InsightsQuery.RecordRoot
  private let filter: String

  /// Whether not every event is counted.
  var isFiltered: Bool { !filter.isEmpty }

  init(_ predicate: Predicate, root: InsightsQuery.RecordRoot, context: EvaluationContext) {
    self.root = root
    filter = InsightsFilter(predicate, root: root, context: context, room: InsightsQuery.longest - 2500).text
  }

  /// A query's text. Columns are named before they are grouped by, as the column of a plain name is not documented (INSIGHTS,
  /// Aggregation and order).
  func text(_ step: Step, bucketSeconds: Int) -> String {
    let (type, issuer) = (name(of: .type), name(of: .issuerArn))
    let fields = fields(step)
    let columns = fields.map { "\(name(of: $0)) as \($0.column)" }.joined(separator: ", ")
    let names = fields.map(\.column).joined(separator: ", ")
    let time = name(of: ["eventTime"])
    let counts = "stats count(*) as events, sortsFirst(\(time)) as firstTime, sortsLast(\(time)) as lastTime"
    let tail = " | limit \(InsightsQuery.mostRows)"
    switch step {
    case .sessions:
      let sessions = "(\(type) = \"AssumedRole\" and ispresent(\(issuer)))"
      return "fields \(columns)\(filter) | filter \(sessions) | \(counts) by \(names)\(tail)"
    case .others:
      let others = "(\(type) != \"AssumedRole\" or not ispresent(\(type)) or not ispresent(\(issuer)))"
      return "fields \(columns)\(filter) | filter \(others) | \(counts) by \(names)\(tail)"
    case .timeline:
      let bin = InsightsSummaryQueries.bin(bucketSeconds)
      return "fields \(columns)\(filter) | stats count(*) as events by bin(\(bin)) as bucket, \(names)\(tail)"
    }
  }

  private func fields(_ step: Step) -> [CountedField] {
    let personal: [CountedField] = [.arn, .userName, .principalId, .invokedBy, .onBehalfOf]
    return switch step {
    case .sessions: all.filter { !personal.contains($0) }
    case .others: all
    case .timeline: [.errorCode, .signIn]
    }
  }

  private var all: [CountedField] {
    CountedField.allCases.filter { $0 != .envelopeAccount || root == .detail }
  }

  private func name(of field: CountedField) -> String { field.path.map { name(of: $0) } ?? "`account`" }

  private func name(of path: [String]) -> String {
    "`" + ((root == .detail ? ["detail"] : []) + path).joined(separator: ".") + "`"
  }

  /// The longest bin that divides a bucket: a number above its unit's limit would silently be cut (INSIGHTS, Aggregation and order).
  static func bin(_ seconds: Int) -> String {
    for (unit, name, most) in [(3600, "h", 24), (60, "m", 60), (1, "s", 60)] {
      for count in stride(from: most, through: 1, by: -1) where seconds % (count * unit) == 0 {
        return "\(count)\(name)"
      }
    }
    return "1s"
  }

  /// A row as a group; nil for one without a count or times.
  func group(_ row: [String: String]) -> CountedGroup? {
    guard let events = row["events"].flatMap(Int.init),
      let first = row["firstTime"].flatMap({ Timestamp($0) }),
      let last = row["lastTime"].flatMap({ Timestamp($0) })
    else { return nil }
    var values: [CountedField: QueryJSON] = [:]
    for field in all {
      guard let text = row[field.column] else { continue }
      // Booleans are 1 and 0 (INSIGHTS, Fields).
      let isTruth = field == .readOnly && (text == "1" || text == "0")
      values[field] = isTruth ? .bool(text == "1") : .string(text)
    }
    return CountedGroup(values: values, events: events, first: first, last: last)
  }
}

extension CountedField {
  /// The name of its column: none of a record's own, as an alias may not repeat an earlier name (INSIGHTS, Text).
  var column: String { "\(rawValue)Key" }
}
