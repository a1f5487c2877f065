import CloudTrail
import Query

extension InsightsSource: CountingSource {
  /// Nil: to count them is billed like reading them.
  package func matches(_ request: SummaryRequest, in window: StoredWindow) async throws(SourceFailure) -> Int?
  {
    nil
  }

  package func count(
    _ request: SummaryRequest, in window: StoredWindow, partly: @Sendable (EngineCount) -> Void
  ) async throws(SourceFailure) -> EngineCount {
    var counting = InsightsSummary(request, context: context)
    var bytes = 0
    while let query = counting.nextQuery {
      let answer = try await rows(of: query, seconds(of: window))
      counting.take(answer.rows)
      bytes += answer.bytesScanned
      if counting.nextQuery != nil {
        partly(EngineCount(counting.answer, bytesScanned: bytes))
      }
    }
    return EngineCount(counting.answer, bytesScanned: bytes)
  }

  package func newest(
    _ wanted: Predicate, in window: StoredWindow, limit: Int
  ) async throws(SourceFailure) -> NewestDocuments {
    let rows = min(max(limit, 1), mostNewest)
    let query = InsightsQuery(wanted, rows: rows, newestFirst: true, context: context)
    guard let found = try await run(query.text, seconds(of: window)) else {
      return NewestDocuments(page: Page(text: PaddedBytes([]), documents: []), isAll: true)
    }
    let answer = QueryAnswer(found.answer)
    let page = Page(
      text: PaddedBytes(answer.text), documents: answer.documents, shortfall: answer.shortfall,
      bytesScanned: answer.progress.bytesScanned)
    return NewestDocuments(page: page, isAll: answer.documents.count < rows && answer.shortfall == nil)
  }

  private func seconds(of window: StoredWindow) -> ClosedRange<Int64> {
    let from = max(0, window.from.seconds)
    return from...max(from, (window.through ?? clock.now()).seconds)
  }

  /// All rows of a query, each as its columns by name.
  private func rows(
    of query: String, _ seconds: ClosedRange<Int64>
  ) async throws(SourceFailure) -> (rows: [[String: String]], bytesScanned: Int) {
    guard let found = try await run(query, seconds) else { return ([], 0) }
    var answer = CountedRows(found.answer)
    var rows = answer.rows
    while let token = answer.progress.nextToken {
      answer = CountedRows(try await answers(of: found.id, token: token))
      rows += answer.rows
      if answer.progress.nextToken == token {
        throw SourceFailure(.transient, "Logs Insights names the same page again as the next one")
      }
    }
    return (rows, answer.progress.bytesScanned)
  }

  /// A query's first page, once it is whole; nil for a window before the log group, in which there is nothing.
  private func run(
    _ query: String, _ seconds: ClosedRange<Int64>
  ) async throws(SourceFailure) -> (id: String, answer: JSONDocument)? {
    let id: String
    do throws(SourceFailure) { id = try await start(query, seconds) } catch {
      guard error.isBeforeTheGroup else { throw error }
      return nil
    }
    do throws(SourceFailure) { return (id, try await whole(id)) } catch {
      // A task of its own: this one may have been cancelled, and the query would go on.
      await Task { await stop(id) }.value
      throw error
    }
  }

  private func whole(_ id: String) async throws(SourceFailure) -> JSONDocument {
    var wait = Duration.milliseconds(250)
    while true {
      await clock.sleep(wait)
      if Task.isCancelled { throw SourceFailure(.cancelled, "the query is not awaited any more") }
      wait = min(wait * 2, .seconds(2))
      let answer = try await answers(of: id, token: nil)
      let progress = answer.withView(QueryProgress.init)
      switch progress.status {
      case .complete: return answer
      case .scheduled, .running: continue
      case .unknown, .failed, .cancelled, .timeout: throw progress.ended()
      }
    }
  }
}

/// What GetQueryResults answered to a query that counts.
private struct CountedRows {
  let progress: QueryProgress
  private(set) var rows: [[String: String]] = []

  init(_ answer: JSONDocument) {
    progress = answer.withView(QueryProgress.init)
    answer.withView { root in
      root.member("results")?.forEachElement { row in
        var columns: [String: String] = [:]
        row.forEachElement { cell in
          if let field = cell.member("field")?.text, let value = cell.member("value")?.text {
            columns[field.string] = value.string
          }
          return true
        }
        rows.append(columns)
        return true
      }
    }
  }
}
