import CloudTrail
import Detection
import Query

extension EventStore {
  /// Counts what `request` asks for.
  package func summary(
    of request: SummaryRequest, archive: (any RecordArchive)? = nil,
    context: EvaluationContext = EvaluationContext()
  ) -> Summary {
    read { events in events.summary(of: request, rules: rules, archive: archive, context: context) }
  }
}

extension StoredEvents {
  func summary(
    of request: SummaryRequest, rules: RuleSet, archive: (any RecordArchive)?, context: EvaluationContext
  ) -> Summary {
    let selection = Selection(
      since: request.since, until: request.until, predicate: request.predicate, rules: rules,
      archive: archive,
      context: context)
    var breakdown = Breakdown()
    var alerts = AlertCounts()
    var first: Timestamp?
    var last: Timestamp?
    forEach(in: selection) { row, core in
      breakdown.add(core)
      first = min(first ?? core.time, core.time)
      last = max(last ?? core.time, core.time)
      if core.alerts != 0 {
        alerts.add(core, alertSets.sets[Int(core.alerts)], eventID: eventID(row))
      }
    }
    var summary = Summary()
    breakdown.fill(&summary, request.tables, rows: request.rows, strings: strings)
    let alertRows = alerts.rows(of: rules.rules, strings: strings)
    for alert in alertRows { summary.totals.alerts[alert.severity.rawValue] += 1 }
    if request.tables.contains(.alerts) { summary.alerts = alertRows }
    summary.start = request.since ?? first ?? request.until
    summary.end = request.until ?? last ?? request.since
    if request.tables.contains(.timeline) {
      summary.timeline = timeline(of: request, selection, first: first, last: last)
    }
    return summary
  }

  private func timeline(
    of request: SummaryRequest, _ selection: Selection, first: Timestamp?, last: Timestamp?
  ) -> Summary.Timeline {
    let end = request.until.map { Timestamp(milliseconds: $0.milliseconds - 1) }
    guard let from = request.since ?? first, let through = end ?? last, from <= through else {
      return Summary.Timeline(bucketSeconds: 60, buckets: [])
    }
    let scale = TimelineScale(from: from, through: through, buckets: request.buckets)
    var buckets = scale.emptyBuckets()
    forEach(in: selection) { _, core in
      let bucket = scale.bucket(of: core.time)
      buckets[bucket].events += 1
      if core.flags.contains(.error) { buckets[bucket].errors += 1 }
      if core.alerts != 0 { buckets[bucket].alerts += 1 }
    }
    return Summary.Timeline(bucketSeconds: scale.bucketSeconds, buckets: buckets)
  }

  /// Calls `body` with each row that counts and that the selection lets through, in order of arrival.
  @inline(__always)
  func forEach(in selection: Selection, _ body: (Int, Row.Core) -> Void) {
    cores.forEach { row, core in
      guard core.flags.isCounted, selection.holds(core.time) else { return }
      if let predicate = selection.predicate {
        guard predicate.matches(storedEvent(row, core, selection)) else { return }
      }
      body(row, core)
    }
  }

  private func storedEvent(_ row: Int, _ core: Row.Core, _ selection: Selection) -> StoredEvent {
    StoredEvent(
      core: core, details: details.end > row ? details[row] : nil, eventID: eventID(row), place: places[row],
      archive: selection.archive, matches: alertSets.sets[Int(core.alerts)], rules: selection.rules.rules,
      strings: strings)
  }
}

/// Which of the counted rows are asked for.
struct Selection {
  let since: Timestamp?
  let until: Timestamp?
  let predicate: CompiledPredicate?
  let rules: RuleSet
  let archive: (any RecordArchive)?

  init(
    since: Timestamp?, until: Timestamp?, predicate: Predicate?, rules: RuleSet,
    archive: (any RecordArchive)?,
    context: EvaluationContext
  ) {
    (self.since, self.until, self.rules, self.archive) = (since, until, rules, archive)
    self.predicate = predicate.map { CompiledPredicate($0, context: context) }
  }

  @inline(__always)
  func holds(_ time: Timestamp) -> Bool {
    (since.map { $0 <= time } ?? true) && (until.map { time < $0 } ?? true)
  }
}
