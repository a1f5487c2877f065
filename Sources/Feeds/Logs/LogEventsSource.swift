import CloudTrail
import Text

/// The events of one log group, as FilterLogEvents gives them: `logs:LOG-GROUP`.
package struct LogEventsSource: PolledSource {
  let group: String
  let calls: LogsCalls
  let identity: LogEventIdentity

  /// - Parameters:
  ///   - group: a name or an ARN, as ``LogGroups`` has them.
  ///   - identity: by what its events are known again.
  package init(_ group: String, calls: LogsCalls, identity: LogEventIdentity = .eventID) {
    (self.group, self.calls, self.identity) = (group, calls, identity)
  }

  package func read(_ window: StoredWindow) -> LogEventsReading { LogEventsReading(self, window) }

  package func historyStart(after asked: Timestamp, at now: Timestamp) async throws(SourceFailure)
    -> HistoryStart?
  { try await calls.historyStart(of: [group], after: asked, at: now) }
}

/// The log events of a window, page by page. A page may be empty with more to come: the end is where no `nextToken` is (FACTS).
package struct LogEventsReading: PageReading {
  private let source: LogEventsSource
  private let window: StoredWindow
  private var token: String?
  private var isOver = false

  init(_ source: LogEventsSource, _ window: StoredWindow) { (self.source, self.window) = (source, window) }

  package mutating func next() async throws(SourceFailure) -> Page? {
    guard !isOver else { return nil }
    let answer = try await source.calls.ask("FilterLogEvents", request)
    var page = Page(answer, logEvents: "events", knownBy: source.identity)
    // Others of the newest moment may be on the next page.
    page.reached = page.documents.map(\.storedAt).max().map { Timestamp(milliseconds: $0.milliseconds - 1) }
    let following = answer.withView { $0.member("nextToken")?.text?.string }
    isOver = following == nil
    if let following, following == token {
      isOver = true
      page.shortfall = "\(source.group): the service names the same page again as the next one"
    }
    token = following
    return page
  }

  package mutating func close() async {}

  /// Times are milliseconds, both included (FACTS).
  private var request: String {
    let key = source.group.hasPrefix("arn:") ? "logGroupIdentifier" : "logGroupName"
    let end = window.through.map { ",\"endTime\":\($0.milliseconds)" } ?? ""
    let next = token.map { ",\"nextToken\":\(jsonString($0))" } ?? ""
    return
      "{\"\(key)\":\(jsonString(source.group)),\"startTime\":\(max(0, window.from.milliseconds))\(end)\(next)}"
  }
}
