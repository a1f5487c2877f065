import CloudTrail
import Cores
import Detection
import Query

extension EventStore {
  /// Counts what `request` asks for.
  /// - Parameter searches: where it is looked up what is known of the records, so that none is read here: what is not known is left out
  ///   and the answer not complete. Nil to read the records that the predicate needs from `archive`.
  package func summary(
    of request: SummaryRequest, archive: (any RecordArchive)? = nil,
    context: EvaluationContext = EvaluationContext(), searches: RecordSearches? = nil
  ) -> Summary {
    summary(
      of: request, archive: archive, context: context, searches: searches, in: read { $0.shares() })
  }

  /// The same, each of `shares` counted on a core.
  func summary(
    of request: SummaryRequest, archive: (any RecordArchive)? = nil,
    context: EvaluationContext = EvaluationContext(), searches: RecordSearches? = nil, in shares: [Range<Int>]
  ) -> Summary {
    let shares = shares.map { rows in
      Share(
        rows: rows,
        selection: Selection(of: request, context: context, archive: archive, searches: searches))
    }
    return read { events in
      let sparks = request.sparkParts > 0 ? Sparks(request, seen: seen(in: events)) : nil
      return events.summary(of: request, shares, sparks)
    }
  }
}

/// The rows that one core counts.
private struct Share: @unchecked Sendable {
  let rows: Range<Int>
  // Safe: not to be asked by two threads, and asked only by the one that counts the share.
  let selection: Selection
}

/// What a summary counts of a share.
private struct CountedShare: Sendable {
  var breakdown: Breakdown
  var alerts: AlertCounts
  var bounds = TimeBounds()
  var isComplete = true

  mutating func add(_ other: CountedShare, in events: borrowing StoredEvents) {
    breakdown.add(other.breakdown)
    alerts.add(other.alerts, in: events)
    bounds.include(other.bounds)
    isComplete = isComplete && other.isComplete
  }
}

extension StoredEvents {
  fileprivate func summary(of request: SummaryRequest, _ shares: [Share], _ sparks: Sparks?) -> Summary {
    let decided = DecidedAlerts(request.decisions, rules: rules, sets: alertSets)
    let counted = counted(shares, of: request, decided)
    let (tables, alertRows) = onTwoCores {
      counted.breakdown.summary(request.tables, rows: request.rows, strings: strings)
    } _: {
      counted.alerts.rows(of: rules, in: self)
    }
    var summary = tables
    summary.complete = counted.isComplete
    for alert in alertRows where !alert.isMuted { summary.totals.alerts[alert.severity.rawValue] += 1 }
    if request.tables.contains(.alerts) { summary.alerts = alertRows }
    if var sparks {
      // A pass of its own: asked for each row whether there are any, they would be copied for each.
      for share in shares { _ = forEach(in: share.selection, of: share.rows) { sparks.add($1) } }
      sparks.fill(&summary, groups: groups, alertSets: alertSets, rules: rules, strings: strings)
    }
    summary.start = request.since ?? counted.bounds.first ?? request.until
    summary.end = request.until ?? counted.bounds.last ?? request.since
    if request.tables.contains(.timeline) {
      summary.timeline = timeline(of: request, shares, counted.bounds, decided)
    }
    return summary
  }

  private func counted(
    _ shares: [Share], of request: SummaryRequest, _ decided: DecidedAlerts
  ) -> CountedShare {
    let empty = CountedShare(
      breakdown: Breakdown(of: groups),
      // Only who may decide about groups asks for sparks too; for a snapshot they are not spelled out.
      alerts: AlertCounts(
        decided, rules: rules.count, sets: alertSets,
        listsGroups: request.sparkParts > 0 && request.tables.contains(.alerts)))
    let counted = shares.mapOnAllCores { share in
      var counted = empty
      counted.isComplete = forEach(in: share.selection, of: share.rows) { row, core in
        counted.breakdown.add(decided.unmuted(row, core, in: self))
        counted.bounds.include(core.time)
        if core.alerts != 0 { counted.alerts.add(row, core, in: self) }
      }
      return counted
    }
    return counted.reduce(into: empty) { $0.add($1, in: self) }
  }

  private func timeline(
    of request: SummaryRequest, _ shares: [Share], _ bounds: TimeBounds, _ decided: DecidedAlerts
  ) -> Summary.Timeline {
    guard let scale = TimelineScale(of: request, first: bounds.first, last: bounds.last) else {
      return Summary.Timeline(bucketSeconds: 60, buckets: [])
    }
    let counted = shares.mapOnAllCores { share in
      var buckets = scale.emptyBuckets()
      _ = forEach(in: share.selection, of: share.rows) { row, core in
        buckets[scale.bucket(of: core.time)].add(core, worst: decided.worst(row, core, in: self))
      }
      return buckets
    }
    let buckets = counted.reduce(into: scale.emptyBuckets()) { sums, buckets in
      for (place, bucket) in buckets.enumerated() { sums[place].add(bucket) }
    }
    return Summary.Timeline(bucketSeconds: scale.bucketSeconds, buckets: buckets)
  }
}

extension Summary.Timeline.Bucket {
  /// Counts an event.
  /// - Parameter worst: the severity of the worst alert that it is; nil where it is none.
  @inline(__always)
  mutating func add(_ core: Row.Core, worst: Severity?) {
    events += 1
    if core.flags.contains(.error) { errors += 1 }
    guard let worst else { return }
    alerts += 1
    if worst.isNotable { notable += 1 }
    include(worst: worst)
  }

  /// Counts what was counted of other events.
  mutating func add(_ other: Summary.Timeline.Bucket) {
    events += other.events
    errors += other.errors
    alerts += other.alerts
    notable += other.notable
    if let worst = other.worst { include(worst: worst) }
  }

  private mutating func include(worst: Severity) {
    if self.worst.map({ $0 < worst }) ?? true { self.worst = worst }
  }
}

/// The first and the last of some moments, as numbers: every event of the store passes here.
private struct TimeBounds {
  private var milliseconds = (first: Int64.max, last: Int64.min)

  var first: Timestamp? { isEmpty ? nil : Timestamp(milliseconds: milliseconds.first) }
  var last: Timestamp? { isEmpty ? nil : Timestamp(milliseconds: milliseconds.last) }
  private var isEmpty: Bool { milliseconds.first > milliseconds.last }

  @inline(__always)
  mutating func include(_ time: Timestamp) {
    milliseconds.first = min(milliseconds.first, time.milliseconds)
    milliseconds.last = max(milliseconds.last, time.milliseconds)
  }

  mutating func include(_ other: TimeBounds) {
    milliseconds.first = min(milliseconds.first, other.milliseconds.first)
    milliseconds.last = max(milliseconds.last, other.milliseconds.last)
  }
}
