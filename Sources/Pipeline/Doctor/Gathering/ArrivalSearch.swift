import CloudTrail
import Text

/// Looks in the log group for the newest events: in the last minutes for everybody's, then in the last day for those of each account that
/// was not seen there.
struct ArrivalSearch: Sendable {
  let plan: PipelinePlan
  let calls: AccountCalls
  let now: Timestamp

  private static let recent: Int64 = 900_000
  /// After so long the forwarder has had time to index an event.
  private static let settled: Int64 = 300_000
  /// Pages are a megabyte at most: what more there is stays unread.
  private static let mostPages = 10

  func arrivals() async throws(CallFailure) -> Arrivals {
    var arrivals = Arrivals()
    let start = Timestamp(milliseconds: now.milliseconds - Self.recent)
    arrivals.take(
      try await calls.events(of: plan.logGroup, since: start, pages: Self.mostPages, in: plan.homeRegion),
      settledBefore: limit)
    for member in plan.members where arrivals.newest[member.id] == nil {
      let pattern = "{ $.account = \(jsonString(member.id)) }"
      let found = try await calls.events(
        of: plan.logGroup, since: now.aDayAgo, matching: pattern, pages: Self.mostPages,
        in: plan.homeRegion)
      arrivals.take(found, settledBefore: limit)
    }
    return arrivals
  }

  private var limit: Timestamp { Timestamp(milliseconds: now.milliseconds - Self.settled) }
}

extension Arrivals {
  fileprivate mutating func take(_ events: [LoggedEvent], settledBefore limit: Timestamp) {
    for event in events {
      guard let document = try? JSONDocument(parsing: Array(event.message.utf8)),
        let account = document.withView({ $0.string("account") })
      else { continue }
      newest[account] = max(newest[account] ?? event.time, event.time)
      if event.time <= limit { newestSettled = max(newestSettled ?? event.time, event.time) }
    }
  }
}
