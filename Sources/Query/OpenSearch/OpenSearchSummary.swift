import CloudTrail

/// A ``SummaryRequest`` answered by OpenSearch's aggregations: send each ``nextRequest`` to `PATTERN/_search` and give the answer to
/// ``take(_:)``, until there is none.
///
/// Groups come from composite aggregations, with buckets for missing values and page by page behind `after_key` (FACTS, OpenSearch).
/// Sessions of roles are grouped by their role alone, so that there are not as many groups as sessions.
package struct OpenSearchSummary: Sendable {
  /// Why an answer cannot be counted.
  package struct Unreadable: Error, Hashable, CustomStringConvertible {
    package let reason: String
    package var description: String { "OpenSearch's counts cannot be read: \(reason)" }
  }

  /// What is asked next.
  private enum Step: Sendable {
    case survey
    case groups(OpenSearchGroups, after: [UInt8]?)
    case timeline(root: String)
  }

  private let searches: OpenSearchSearches
  private var steps: [Step]
  private var counted: EngineAnswer

  /// - Parameter window: the span of `@timestamp` to count in, wider than the request's where events are stored later than they happen.
  package init(
    _ request: SummaryRequest, window: TimeRange = TimeRange(), shape: DocumentShape,
    context: EvaluationContext = EvaluationContext()
  ) {
    counted = EngineAnswer(of: request)
    searches = OpenSearchSearches(request, window: window, shape: shape, context: context)
    steps = [.survey]
    for root in shape.roots {
      steps += OpenSearchGroups.parts(shape, root).map { .groups($0, after: nil) }
    }
    if request.tables.contains(.timeline) {
      steps += shape.roots.map { .timeline(root: $0) }
      if !searches.tellsErrors { counted.remarks.insert(.timelineErrorsWidened) }
    }
    if !searches.isExact { counted.remarks.insert(.predicateWidened) }
    if !searches.knowsTimes { counted.remarks.insert(.storedTime) }
    if request.tables.contains(.alerts) { counted.remarks.insert(.noAlerts) }
    if shape.roots.isEmpty { counted.remarks.insert(.unindexedRecords) }
  }

  /// The body of the next search; nil once everything has been answered.
  package var nextRequest: [UInt8]? {
    switch steps.first {
    case nil: nil
    case .survey: searches.survey.bytes
    case .groups(let groups, let after): searches.groups(groups, after: after).bytes
    case .timeline(let root): searches.timeline(root, seconds: counted.scale?.bucketSeconds ?? 1).bytes
    }
  }

  /// Takes the answer to ``nextRequest``.
  package mutating func take(_ answer: some Collection<UInt8>) throws(Unreadable) {
    guard let step = steps.first else { return }
    let document: JSONDocument
    do { document = try JSONDocument(parsing: answer) } catch { throw Unreadable(reason: "no JSON") }
    steps.removeFirst()
    let failure = document.withView { root -> String? in
      guard let found = root.member("aggregations") else { return "it has no \"aggregations\"" }
      if root.member("timed_out")?.bool == true
        || (root.member("_shards")?.member("failed")?.integer ?? 0) > 0
      {
        counted.remarks.insert(.partialAnswer)
      }
      switch step {
      case .survey: takeSurvey(found)
      case .groups(let groups, _): takeGroups(found, of: groups)
      case .timeline: takeTimeline(found)
      }
      return nil
    }
    if let failure { throw Unreadable(reason: failure) }
    if case .timeline = steps.first, counted.scale == nil, !counted.beginTimeline() { steps.removeAll() }
  }

  private mutating func takeSurvey(_ found: JSONView) {
    func count(_ name: StaticString, _ key: StaticString = "doc_count") -> Int64 {
      found.member(name)?.member(key)?.integer ?? 0
    }
    if count("unindexed") > 0 { counted.remarks.insert(.unindexedRecords) }
    if count("long") > 0 { counted.remarks.insert(.longValues) }
    let (events, different) = (count("events", "value"), count("ids", "value"))
    if events > OpenSearchSearches.mostToldApart {
      counted.remarks.insert(.duplicatesUnknown)
    } else if events != different {
      counted.remarks.insert(.duplicates)
    }
  }

  private mutating func takeGroups(_ found: JSONView, of groups: OpenSearchGroups) {
    guard let answer = found.member("groups") else { return }
    answer.member("buckets")?.forEachElement { bucket in
      counted.tally.add(groups.group(bucket))
      return true
    }
    if let after = answer.member("after_key") {
      steps.insert(.groups(groups, after: Array(after.source)), at: 0)
    }
    if counted.tally.rejected > 0 { counted.remarks.insert(.rejectedGroups) }
  }

  // MARK: Timeline

  private mutating func takeTimeline(_ found: JSONView) {
    found.member("times")?.member("buckets")?.forEachElement { bucket in
      guard let start = bucket.member("key")?.integer else { return true }
      counted.count(
        Timestamp(milliseconds: start), events: Int(bucket.member("doc_count")?.integer ?? 0),
        errors: Int(bucket.member("errors")?.member("doc_count")?.integer ?? 0))
      return true
    }
  }

  /// What has been counted so far.
  package var answer: EngineAnswer {
    var answer = counted
    answer.isWhole = steps.isEmpty
    return answer
  }
}

extension JSONView {
  /// A number as a whole one: engines write counts and times as either.
  var integer: Int64? {
    guard kind == .number, let number = NumberValue(source) else { return nil }
    switch number {
    case .integer(let integer): return integer
    case .double(let double): return Int64(exactly: double.rounded(.down))
    }
  }
}
