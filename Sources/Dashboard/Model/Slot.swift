import CloudTrail
import Query

/// A part of the screen that asks a summary of its own.
enum SlotName: CaseIterable, Hashable, Sendable {
  case header, timeline, accounts, principals, actions, alerts

  /// The table of the summary that it shows.
  var table: SummaryRequest.Table? {
    switch self {
    case .header: nil
    case .timeline: .timeline
    case .accounts: .accounts
    case .principals: .principals
    case .actions: .actions
    case .alerts: .alerts
    }
  }

  init(_ table: TableKind) {
    switch table {
    case .accounts: self = .accounts
    case .principals: self = .principals
    case .actions: self = .actions
    case .alerts: self = .alerts
    }
  }
}

/// What a slot asks: all of a request but the tables, so that slots with the same question share one.
struct Question: Hashable, Sendable {
  var predicate: Predicate?
  var window: TimeWindow
  var buckets: Int
  var arrivedBefore: Int?
  var decisions = AlertDecisions()

  func request(tables: Set<SummaryRequest.Table>) -> SummaryRequest {
    var request = SummaryRequest(
      since: window.since, until: window.until, predicate: predicate, tables: tables, rows: nil,
      buckets: buckets, arrivedBefore: arrivedBefore)
    if !tables.isDisjoint(with: [.accounts, .principals, .actions, .alerts]) {
      request.sparkParts = TableRow.sparkParts
    }
    request.decisions = decisions
    return request
  }
}

/// A question, the number it was last asked under, and the last answer, which stays until a newer one is
/// here.
struct Slot: Sendable {
  var question: Question?
  var pending: Int?
  /// Events came in while the question was with the store.
  var isDirty = false
  var totals = Summary.Totals()
  var isComplete = true
  /// Set where an engine counted.
  var engine: EngineNote?
  var hasAnswer = false
  /// The question that was answered last.
  var answered: Question?
  /// The answer waited for is taking longer than a person should look at another question's.
  var isOverdue = false

  /// Whether what is held answers the question that is asked.
  var isAnswered: Bool { hasAnswer && answered == question }
  /// Whether the screen says that it is counting still.
  var isCounting: Bool { !isAnswered && (isOverdue || !hasAnswer) }

  /// What is said of the counts where they may not be those of the events.
  var reservation: String? {
    guard !isComplete else { return nil }
    guard let engine, !engine.remarks.isEmpty, !engine.isPartial else { return "partial" }
    return "approximate"
  }
}
