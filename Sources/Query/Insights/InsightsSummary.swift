import CloudTrail

/// A ``SummaryRequest`` answered by Logs Insights: run each ``nextQuery`` over the window and give its rows to ``take(_:)``, until there
/// is none.
///
/// The window is StartQuery's, so counts are by the time of storing, and the timeline's bins too: events' own times are texts there, whose
/// order is not documented (INSIGHTS, Filter). Sessions of roles are grouped by their role alone.
package struct InsightsSummary: Sendable {
  private let request: SummaryRequest
  private let queries: InsightsSummaryQueries
  private var steps: [InsightsSummaryQueries.Step]
  private var tally = EngineTally()
  private var scale: TimelineScale?
  private var timeline: Summary.Timeline?
  /// What is known to keep the counts from being exact.
  package private(set) var remarks: Set<EngineRemark> = [.storedTime, .duplicatesUnknown]

  package init(
    _ request: SummaryRequest, root: InsightsQuery.RecordRoot = .detail,
    context: EvaluationContext = EvaluationContext()
  ) {
    self.request = request
    queries = InsightsSummaryQueries(request.predicate ?? .always, root: root, context: context)
    steps = [.sessions, .others]
    if request.tables.contains(.timeline) { steps.append(.timeline) }
    // Each condition lets pass what lacks its field.
    if queries.isFiltered { remarks.insert(.predicateWidened) }
    if request.tables.contains(.alerts) { remarks.insert(.noAlerts) }
  }

  /// The next query; nil once everything has been answered.
  package var nextQuery: String? {
    steps.first.map { queries.text($0, bucketSeconds: scale?.bucketSeconds ?? 1) }
  }

  /// Takes all rows of the answer to ``nextQuery``, complete and not those of a running query, which are replaced by later ones: of each
  /// row its columns by name.
  package mutating func take(_ rows: [[String: String]]) {
    guard !steps.isEmpty else { return }
    let step = steps.removeFirst()
    if rows.count >= InsightsQuery.mostRows { remarks.insert(.cutOff) }
    for row in rows {
      if step == .timeline { count(row) } else { add(row) }
    }
    if steps.first == .timeline, scale == nil { beginTimeline() }
  }

  private mutating func add(_ row: [String: String]) {
    guard let group = queries.group(row) else {
      remarks.insert(.rejectedGroups)
      return
    }
    // Beyond the 200th field of an event nothing is discovered, and the account's comes late in a record (INSIGHTS, Fields).
    if group.values[.recipientAccountId] == nil { remarks.insert(.undiscoveredFields) }
    tally.add(group)
    if tally.rejected > 0 { remarks.insert(.rejectedGroups) }
  }

  private mutating func beginTimeline() {
    guard let scale = TimelineScale(of: request, first: tally.bounds?.first, last: tally.bounds?.last) else {
      steps.removeAll()
      return
    }
    self.scale = scale
    timeline = Summary.Timeline(bucketSeconds: scale.bucketSeconds, buckets: scale.emptyBuckets())
  }

  private mutating func count(_ row: [String: String]) {
    guard let scale, var counted = timeline, let start = row["bucket"].flatMap({ Timestamp($0) }),
      let events = row["events"].flatMap(Int.init)
    else { return }
    let place = scale.bucket(of: start)
    guard start.seconds >= scale.start, counted.buckets.indices.contains(place) else { return }
    counted.buckets[place].events += events
    if !(row[CountedField.errorCode.column] ?? "").isEmpty || row[CountedField.signIn.column] == "Failure" {
      counted.buckets[place].errors += events
    }
    timeline = counted
  }

  /// What has been counted so far; never complete, as ``remarks`` tell why.
  package var summary: Summary {
    var summary = Summary()
    tally.fill(&summary, request)
    summary.start = request.since ?? tally.bounds?.first ?? request.until
    summary.end = request.until ?? tally.bounds?.last ?? request.since
    if let timeline { summary.timeline = timeline }
    summary.complete = steps.isEmpty && remarks.isEmpty
    return summary
  }
}
