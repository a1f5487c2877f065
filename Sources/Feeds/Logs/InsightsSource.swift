import CloudTrail
import Query
import Text

/// The events of log groups, as Logs Insights finds them: `insights:LOG-GROUP[,LOG-GROUP…]`.
package struct InsightsSource: PolledSource {
  let groups: LogGroups
  let calls: LogsCalls
  let clock: PollClock
  let query: InsightsQuery
  let rows: Int
  let context: EvaluationContext

  /// - Parameters:
  ///   - predicate: what is wanted; others may come too.
  ///   - rows: the most of one query: an answer as long is cut off.
  package init(
    _ groups: LogGroups, calls: LogsCalls, _ predicate: Predicate = .all([]),
    rows: Int = InsightsQuery.mostRows, context: EvaluationContext = EvaluationContext(),
    clock: PollClock = .system
  ) {
    (self.groups, self.calls, self.rows, self.clock) = (groups, calls, rows, clock)
    self.context = context
    query = InsightsQuery(predicate, rows: rows, context: context)
  }

  package func read(_ window: StoredWindow) -> InsightsReading { InsightsReading(self, window) }

  package func historyStart(after asked: Timestamp, at now: Timestamp) async throws(SourceFailure)
    -> HistoryStart?
  { try await calls.historyStart(of: groups.identifiers, after: asked, at: now) }

  /// - Parameter seconds: both included, the last to its end (INSIGHTS, API).
  func start(_ query: String, _ seconds: ClosedRange<Int64>) async throws(SourceFailure) -> String {
    let groups = groups.identifiers.map(jsonString).joined(separator: ",")
    let answer = try await calls.ask(
      "StartQuery",
      "{\"logGroupIdentifiers\":[\(groups)],\"startTime\":\(seconds.lowerBound),\"endTime\":\(seconds.upperBound),"
        + "\"queryString\":\(jsonString(query))}")
    guard let id = answer.withView({ $0.member("queryId")?.text?.string }) else {
      throw SourceFailure(.transient, "the answer of StartQuery names no query")
    }
    return id
  }

  func results(of query: String, token: String?) async throws(SourceFailure) -> QueryAnswer {
    QueryAnswer(try await answers(of: query, token: token))
  }

  func answers(of query: String, token: String?) async throws(SourceFailure) -> JSONDocument {
    let next = token.map { ",\"nextToken\":\(jsonString($0))" } ?? ""
    return try await calls.ask("GetQueryResults", "{\"queryId\":\(jsonString(query))\(next)}")
  }

  /// Stops what still runs, as it counts among the account's 100; that it has ended is an error of the service's (INSIGHTS, API).
  func stop(_ query: String) async {
    _ = try? await calls.ask("StopQuery", "{\"queryId\":\(jsonString(query))}")
  }
}

extension Overlap {
  /// Each look at what has been read costs as much as the first, so both overlaps are looked at seldom. Half of each look is behind the
  /// one before: what was found later than that one and stored before it is not missed. So every byte is scanned about five times,
  /// however many polls there are.
  package static var insights: Overlap {
    var overlap = Overlap()
    (overlap.near, overlap.nearEvery) = (.seconds(120), .seconds(60))
    (overlap.far, overlap.farEvery) = (.seconds(60 * 60), .seconds(30 * 60))
    return overlap
  }
}

extension PollPace {
  package static var insights: PollPace { PollPace(shortest: .seconds(20), longest: .seconds(60)) }
}
