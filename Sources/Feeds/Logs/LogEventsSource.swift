import CloudTrail
import Text

/// The events of one log group, as FilterLogEvents gives them: `logs:LOG-GROUP`.
package struct LogEventsSource: PolledSource {
  let group: String
  let calls: LogsCalls

  /// - Parameter group: a name or an ARN, as ``LogGroups`` has them.
  package init(_ group: String, calls: LogsCalls) {
    (self.group, self.calls) = (group, calls)
  }

  package func read(_ window: StoredWindow) -> LogEventsReading { LogEventsReading(self, window) }
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
    var page = answer.withView { LogEventsReading.page($0, of: answer) }
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

  private static func page(_ root: JSONView, of answer: JSONDocument) -> Page {
    var page = Page(text: Array(answer.bytes), documents: [])
    guard let start = root.source.baseAddress, let events = root.member("events") else {
      page.shortfall = "the answer of FilterLogEvents has no events"
      return page
    }
    events.forEachElement { event in
      guard
        let id = event.member("eventId")?.text?.string,
        let time = event.member("timestamp")?.double.flatMap({ Int64(exactly: $0) }),
        let place = event.source.baseAddress.map({ $0 - start })
      else {
        page.shortfall = "a log event came without its id or its time"
        return true
      }
      page.documents.append(
        Page.Document(
          id: id, storedAt: Timestamp(milliseconds: time), place: place..<place + event.source.count))
      return true
    }
    // Others of the newest moment may be on the next page.
    page.reached = page.documents.map(\.storedAt).max().map { Timestamp(milliseconds: $0.milliseconds - 1) }
    return page
  }
}
