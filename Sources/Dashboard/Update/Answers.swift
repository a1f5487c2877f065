import Audit
import CloudTrail
import Query

/// Taking answers. One that is no longer waited for is dropped; until the right one is here the last one
/// stays.
extension Model {
  mutating func take(_ summary: Summary, request: Int) {
    for name in SlotName.allCases where slots[name]?.pending == request {
      if !summary.isGrowing { slots[name]?.pending = nil }
      slots[name]?.hasAnswer = true
      let answered = slot(name).question
      slots[name]?.answered = answered
      slots[name]?.isOverdue = false
      slots[name]?.totals = summary.totals
      slots[name]?.isComplete = summary.complete
      slots[name]?.engine = summary.engine
      take(summary, in: name)
    }
  }

  private mutating func take(_ summary: Summary, in slot: SlotName) {
    switch slot {
    case .header: extent = Model.span(of: summary)
    case .timeline:
      timeline = summary.timeline
      span = Model.span(of: summary)
    case .accounts: take(summary, in: .accounts, total: summary.totals.accounts)
    case .principals: take(summary, in: .principals, total: summary.totals.principals)
    case .actions: take(summary, in: .actions, total: summary.totals.actions)
    case .alerts: take(summary, in: .alerts, total: summary.totals.alerts.reduce(0, +))
    }
  }

  private mutating func take(_ summary: Summary, in table: TableKind, total: Int) {
    var rows = TableRow.rows(of: table, in: summary, names: settings.accountNames)
    if table == .alerts {
      mutedRules = rows.count { $0.state == .muted }
      if !showsMuted { rows.removeAll { $0.state == .muted } }
    }
    tables[table]?.take(rows, total: max(total, rows.count))
  }

  private static func span(of summary: Summary) -> Range<Timestamp>? {
    let buckets = summary.timeline.buckets
    let first = summary.start ?? buckets.first?.start
    let width = Int64(summary.timeline.bucketSeconds)
    let end = summary.end ?? buckets.last.map { Timestamp(seconds: $0.start.seconds + width) }
    guard let first, let end, first <= end, first.milliseconds < .max else { return nil }
    // A single event takes a moment too.
    return first..<max(end, Timestamp(milliseconds: first.milliseconds + 1))
  }

  mutating func take(_ list: EventList, request: Int) {
    guard request == eventsPending, let question = eventsQuestion else { return }
    if !list.isGrowing { eventsPending = nil }
    eventsOverdue = false
    let continues = eventsAnswered.map(question.continues) ?? false
    let isTaken = events.take(
      list, anchor: question.anchor, continues: continues, height: height(of: .events))
    eventsAnswered = isTaken ? question : nil
    if !isTaken {
      eventsDirty = true
    } else if !list.isGrowing {
      followSought(anchor: question.anchor)
    }
  }
}
