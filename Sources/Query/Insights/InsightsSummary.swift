import CloudTrail

/// A ``SummaryRequest`` answered by Logs Insights: run each ``nextQuery`` over the window and give its rows to ``take(_:)``, until there
/// is none.
///
/// The window is StartQuery's, so counts are by the time of storing, and the timeline's bins too: events' own times are texts there, whose
/// order is not documented (INSIGHTS, Filter). Sessions of roles are grouped by their role alone.
package struct InsightsSummary: Sendable {
  private let queries: InsightsSummaryQueries
  private var steps: [InsightsSummaryQueries.Step]
  private var counted: EngineAnswer

  package init(
    _ request: SummaryRequest, root: InsightsQuery.RecordRoot = .detail,
    context: EvaluationContext = EvaluationContext()
  ) {
    counted = EngineAnswer(of: request)
    counted.remarks = [.storedTime, .duplicatesUnknown]
    queries = InsightsSummaryQueries(request.predicate ?? .always, root: root, context: context)
    steps = [.sessions, .others]
    if request.tables.contains(.timeline) { steps.append(.timeline) }
    // Each condition lets pass what lacks its field.
    if queries.isFiltered { counted.remarks.insert(.predicateWidened) }
    if request.tables.contains(.alerts) { counted.remarks.insert(.noAlerts) }
  }

  /// The next query; nil once everything has been answered.
  package var nextQuery: String? {
    steps.first.map { queries.text($0, bucketSeconds: counted.scale?.bucketSeconds ?? 1) }
  }

  /// Takes all rows of the answer to ``nextQuery``, complete and not those of a running query, which are replaced by later ones: of each
  /// row its columns by name.
  package mutating func take(_ rows: [[String: String]]) {
    guard !steps.isEmpty else { return }
    let step = steps.removeFirst()
    if rows.count >= InsightsQuery.mostRows { counted.remarks.insert(.cutOff) }
    for row in rows {
      if step == .timeline { count(row) } else { add(row) }
    }
    if steps.first == .timeline, counted.scale == nil, !counted.beginTimeline() { steps.removeAll() }
  }

  private mutating func add(_ row: [String: String]) {
    guard let group = queries.group(row) else {
      counted.remarks.insert(.rejectedGroups)
      return
    }
    // Beyond the 200th field of an event nothing is discovered, and the account's comes late in a record (INSIGHTS, Fields).
    if group.values[.recipientAccountId] == nil { counted.remarks.insert(.undiscoveredFields) }
    counted.tally.add(group)
    if counted.tally.rejected > 0 { counted.remarks.insert(.rejectedGroups) }
  }

  private mutating func count(_ row: [String: String]) {
    guard let start = row["bucket"].flatMap({ Timestamp($0) }), let events = row["events"].flatMap(Int.init)
    else { return }
    let isError =
      !(row[CountedField.errorCode.column] ?? "").isEmpty || row[CountedField.signIn.column] == "Failure"
    counted.count(start, events: events, errors: isError ? events : 0)
  }

  /// What has been counted so far.
  package var answer: EngineAnswer {
    var answer = counted
    answer.isWhole = steps.isEmpty
    return answer
  }
}
