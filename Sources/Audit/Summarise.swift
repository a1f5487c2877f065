import CloudTrail
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
    let selection = Selection(of: request, context: context, archive: archive, searches: searches)
    return read { events in
      let sparks = request.sparkParts > 0 ? Sparks(request, seen: seen(in: events)) : nil
      return events.summary(of: request, selection, sparks)
    }
  }
}

extension StoredEvents {
  func summary(of request: SummaryRequest, _ selection: Selection, _ sparks: Sparks?) -> Summary {
    var sparks = sparks
    var breakdown = Breakdown(of: groups)
    let decided = DecidedAlerts(request.decisions, rules: rules, sets: alertSets)
    // Only who may decide about groups asks for sparks too; for a snapshot they are not spelled out.
    var alerts = AlertCounts(
      decided, rules: rules.count, sets: alertSets,
      listsGroups: request.sparkParts > 0 && request.tables.contains(.alerts))
    var bounds = TimeBounds()
    var summary = Summary()
    summary.complete = forEach(in: selection) { row, core in
      breakdown.add(decided.unmuted(row, core, in: self))
      bounds.include(core.time)
      if core.alerts != 0 {
        alerts.add(row, core, in: self)
      }
    }
    if var counted = sparks {
      // A pass of its own: asked for each row whether there are any, they would be copied for each.
      _ = forEach(in: selection) { _, core in counted.add(core) }
      sparks = counted
    }
    breakdown.fill(&summary, request.tables, rows: request.rows, strings: strings)
    let alertRows = alerts.rows(of: rules, in: self)
    for alert in alertRows where !alert.isMuted { summary.totals.alerts[alert.severity.rawValue] += 1 }
    if request.tables.contains(.alerts) { summary.alerts = alertRows }
    sparks?.fill(&summary, groups: groups, alertSets: alertSets, rules: rules, strings: strings)
    summary.start = request.since ?? bounds.first ?? request.until
    summary.end = request.until ?? bounds.last ?? request.since
    if request.tables.contains(.timeline) {
      summary.timeline = timeline(of: request, selection, bounds, decided)
    }
    return summary
  }

  private func timeline(
    of request: SummaryRequest, _ selection: Selection, _ bounds: TimeBounds, _ decided: DecidedAlerts
  ) -> Summary.Timeline {
    guard let scale = TimelineScale(of: request, first: bounds.first, last: bounds.last) else {
      return Summary.Timeline(bucketSeconds: 60, buckets: [])
    }
    var buckets = scale.emptyBuckets()
    _ = forEach(in: selection) { row, core in
      buckets[scale.bucket(of: core.time)].add(core, worst: decided.worst(row, core, in: self))
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
}
