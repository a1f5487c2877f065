import CloudTrail

/// A predicate as a Logs Insights query whose rows are raw events: every event that the predicate holds for is among them, perhaps
/// others too.
///
/// Each condition on a field lets pass what lacks the field: which fields of an event with more than 200 are found is not documented, nor
/// what negations say of missing ones (INSIGHTS, Fields; Filter). So the query is right for groups of EventBridge events and of plain
/// records alike, and whatever reading turns out true.
package struct InsightsQuery: Hashable, Sendable {
  /// Where records lie in the events of a log group.
  package enum RecordRoot: String, Sendable {
    /// In EventBridge's envelope.
    case detail
    /// The event is the record, as a trail writes it to its own log group.
    case record = ""
  }

  /// The query, of at most ``longest`` characters.
  package let text: String
  /// Whether nothing was widened. Even then rows may be too many: those that lack a field.
  package let isExact: Bool

  /// The most characters of a query (INSIGHTS, Text).
  package static let longest = 10_000
  /// The most rows that a query can be asked for, and so at which an answer may be cut off (INSIGHTS, Aggregation and order).
  package static let mostRows = 100_000

  /// Compiles a predicate; the events come oldest first.
  /// - Parameters:
  ///   - rows: the most rows, from 1 to ``mostRows``.
  ///   - newestFirst: the other way round.
  package init(
    _ predicate: Predicate, root: RecordRoot = .detail, rows: Int = mostRows, newestFirst: Bool = false,
    context: EvaluationContext = EvaluationContext()
  ) {
    let limit = min(max(rows, 1), InsightsQuery.mostRows)
    let head = "fields @timestamp, @message"
    let tail = " | sort @timestamp \(newestFirst ? "desc" : "asc") | limit \(limit)"
    let filter = InsightsFilter(
      predicate, root: root, context: context, room: InsightsQuery.longest - head.count - tail.count)
    text = head + filter.text + tail
    isExact = filter.isExact
  }

  /// A window as StartQuery takes it: whole seconds, both included, of which the last counts to its end (INSIGHTS, API).
  /// - Returns: nil for a window that is open or empty.
  package static func seconds(of window: TimeRange) -> ClosedRange<Int64>? {
    guard let from = window.from, let through = window.through, from <= through else { return nil }
    return from.seconds...through.seconds
  }
}

/// The `filter` command of a query.
struct InsightsFilter {
  /// ` | filter …`, or empty where nothing narrows.
  private(set) var text = ""
  private(set) var isExact: Bool

  /// - Parameter room: the most characters it may have.
  init(_ predicate: Predicate, root: InsightsQuery.RecordRoot, context: EvaluationContext, room: Int) {
    var pushDown = PushDown(context: context)
    let condition = pushDown.condition(predicate)
    var writer = InsightsWriter(root: root)
    let parts = if case .all(let parts) = condition { parts } else { [condition] }
    isExact = pushDown.isExact
    // The shortest conditions first: what does not fit is left out.
    let written = parts.compactMap { writer.expression($0) }.sorted { $0.count < $1.count }
    for expression in written {
      let next = (text.isEmpty ? " | filter " : " and ") + expression
      guard text.count + next.count <= room else {
        isExact = false
        break
      }
      text += next
    }
    isExact = isExact && writer.isExact
  }
}
