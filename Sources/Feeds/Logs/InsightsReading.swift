import CloudTrail
import Query

/// The rows of a window in order of their time. While the query runs its rows are partial, yet events all the same: they are given, and
/// given again with the whole answer, where they are known by their `@ptr`. An answer as long as may be is cut off at its end: the next
/// query begins with the second that it ended in.
package struct InsightsReading: PageReading {
  private enum Stage {
    case start
    case poll(query: String)
    case pages(query: String, token: String)
    case over
  }

  private let source: InsightsSource
  private let through: Int64
  private var from: Int64
  private var stage: Stage
  /// Of the query: the bytes that earlier pages told, the rows since it completed, and the time of the last.
  private var told = 0
  private var rows = 0
  private var newest: Timestamp?
  private var wait = InsightsReading.shortestWait

  private static let shortestWait = Duration.milliseconds(250)
  private static let longestWait = Duration.seconds(2)

  init(_ source: InsightsSource, _ window: StoredWindow) {
    self.source = source
    from = max(0, window.from.seconds)
    through = (window.through ?? source.clock.now()).seconds
    stage = from <= through ? .start : .over
  }

  package mutating func next() async throws(SourceFailure) -> Page? {
    while true {
      switch stage {
      case .over: return nil
      case .start: try await begin()
      case .poll(let query): if let page = try await poll(query) { return page }
      case .pages(let query, let token):
        return completed(query, try await source.results(of: query, token: token), after: token)
      }
    }
  }

  package mutating func close() async {
    guard case .poll(let query) = stage else { return }
    stage = .over
    let source = source
    // A task of its own: this one may have been cancelled, and the query would go on.
    await Task { await source.stop(query) }.value
  }

  private mutating func begin() async throws(SourceFailure) {
    (told, rows, newest, wait) = (0, 0, nil, Self.shortestWait)
    do throws(SourceFailure) {
      stage = .poll(query: try await source.start(source.query.text, from...through))
    } catch {
      guard error.isBeforeTheGroup else { throw error }
      stage = .over
    }
  }

  /// - Returns: nil while there is nothing new to give.
  private mutating func poll(_ query: String) async throws(SourceFailure) -> Page? {
    await source.clock.sleep(wait)
    if Task.isCancelled { throw SourceFailure(.cancelled, "the query is not awaited any more") }
    wait = min(wait * 2, Self.longestWait)
    let answer = try await source.results(of: query, token: nil)
    switch answer.progress.status {
    case .scheduled: return nil
    case .running:
      return answer.documents.isEmpty && answer.progress.bytesScanned == told ? nil : page(answer)
    case .complete: return completed(query, answer, after: nil)
    // Whether it has ended is not known: it is stopped when the reading is closed.
    case .unknown: throw SourceFailure(.transient, "Logs Insights does not know how its query fares")
    case .failed, .cancelled, .timeout:
      stage = .over
      throw answer.progress.ended()
    }
  }

  private mutating func page(_ answer: QueryAnswer) -> Page {
    defer { told = max(told, answer.progress.bytesScanned) }
    return Page(
      text: PaddedBytes(answer.text), documents: answer.documents, shortfall: answer.shortfall,
      bytesScanned: max(0, answer.progress.bytesScanned - told))
  }

  private mutating func completed(_ query: String, _ answer: QueryAnswer, after token: String?) -> Page {
    var page = page(answer)
    rows += answer.documents.count
    newest = answer.documents.last?.storedAt ?? newest
    page.reached = newest.map { Timestamp(milliseconds: $0.milliseconds - 1) }
    if let following = answer.progress.nextToken, following != token {
      stage = .pages(query: query, token: following)
    } else {
      let isStuck = answer.progress.nextToken != nil
      let missing = isStuck ? "Logs Insights names the same page again as the next one" : nil
      let beyond = advance()
      page.shortfall = page.shortfall ?? missing ?? beyond
    }
    return page
  }

  /// Goes on behind an answer that was cut off.
  /// - Returns: what is missing, in words, where one second holds more than an answer.
  private mutating func advance() -> String? {
    stage = .over
    guard rows >= source.rows, let newest else { return nil }
    let last = newest.seconds
    let isStuck = last <= from
    from = isStuck ? from + 1 : last
    if from <= through { stage = .start }
    return isStuck
      ? "more than \(source.rows) events are of the second \(newest.rfc3339); the others cannot be asked for"
      : nil
  }
}

extension SourceFailure {
  /// A window wholly before the group's creation or retention is refused like a query that is wrong: there is nothing in it (INSIGHTS,
  /// API).
  var isBeforeTheGroup: Bool {
    description.contains("MalformedQueryException")
      && description.contains("end date and time is either before")
  }
}
