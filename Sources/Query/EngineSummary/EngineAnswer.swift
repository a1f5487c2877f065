import CloudTrail

/// What an engine has told of a request until now, kept so that it can be put together with what the engines of other sources told.
package struct EngineAnswer: Sendable {
  let request: SummaryRequest
  var tally = EngineTally()
  private(set) var scale: TimelineScale?
  private var timeline: Summary.Timeline?
  /// Nothing is left to ask.
  var isWhole = false
  /// What is known to keep the counts from being exact.
  package internal(set) var remarks: Set<EngineRemark> = []

  init(of request: SummaryRequest) { self.request = request }

  /// The answers of several sources' engines to one request as one. Engines tell counts and not events, so that a copy of an event in
  /// two sources cannot be told apart from another event: it is counted twice, and the remarks say so.
  /// - Parameters:
  ///   - request: bounded on both sides, so that all timelines have the same buckets.
  ///   - isMissingSome: an engine did not answer.
  package init(of request: SummaryRequest, merging answers: [EngineAnswer], isMissingSome: Bool) {
    self.request = request
    isWhole = !isMissingSome && answers.allSatisfy(\.isWhole)
    for answer in answers {
      tally.add(answer.tally)
      remarks.formUnion(answer.remarks)
    }
    if answers.count > 1 { remarks.insert(.copiesAcrossSources) }
    if isMissingSome { remarks.insert(.missingSource) }
    guard request.tables.contains(.timeline), beginTimeline() else { return }
    for bucket in answers.compactMap(\.timeline).flatMap(\.buckets) {
      count(bucket.start, events: bucket.events, errors: bucket.errors)
    }
  }

  /// Makes the timeline's buckets, once all groups have been counted.
  /// - Returns: false where neither the request nor an event bounds it.
  mutating func beginTimeline() -> Bool {
    let bounds = tally.bounds
    scale = TimelineScale(of: request, first: bounds?.first, last: bounds?.last)
    timeline = scale.map { Summary.Timeline(bucketSeconds: $0.bucketSeconds, buckets: $0.emptyBuckets()) }
    return scale != nil
  }

  /// Counts events of one moment, which may be outside of the timeline.
  mutating func count(_ moment: Timestamp, events: Int, errors: Int) {
    guard let scale, moment.seconds >= scale.start else { return }
    let place = scale.bucket(of: moment)
    guard place < scale.count else { return }
    timeline?.buckets[place].events += events
    timeline?.buckets[place].errors += errors
  }

  /// What has been counted so far; complete once nothing is left to ask and nothing kept the counts from being exact.
  package var summary: Summary {
    var summary = Summary()
    tally.fill(&summary, request)
    summary.start = request.since ?? tally.bounds?.first ?? request.until
    summary.end = request.until ?? tally.bounds?.last ?? request.since
    if let timeline { summary.timeline = timeline }
    summary.complete = isWhole && remarks.isEmpty
    return summary
  }
}
