import CloudTrail
import Query

extension InsightsSource: CountingSource {
  /// Nil: to count them is billed like reading them.
  package func matches(_ request: SummaryRequest, in window: StoredWindow) async throws(SourceFailure) -> Int?
  {
    nil
  }

  package func count(
    _ request: SummaryRequest, in window: StoredWindow
  ) async throws(SourceFailure) -> EngineCount {
    var counting = InsightsSummary(request, context: context)
    var bytes = 0
    while let query = counting.nextQuery {
      let answer = try await rows(of: query, seconds(of: window))
      counting.take(answer.rows)
      bytes += answer.bytesScanned
    }
    return EngineCount(summary: counting.summary, remarks: counting.remarks, bytesScanned: bytes)
  }

  private func seconds(of window: StoredWindow) -> ClosedRange<Int64> {
    let from = max(0, window.from.seconds)
    return from...max(from, (window.through ?? clock.now()).seconds)
  }

  /// All rows of a query, each as its columns by name.
  private func rows(
    of query: String, _ seconds: ClosedRange<Int64>
  ) async throws(SourceFailure) -> (rows: [[String: String]], bytesScanned: Int) {
    let id = try await start(query, seconds)
    do throws(SourceFailure) {
      var answer = try await whole(id)
      var rows = answer.rows
      while let token = answer.progress.nextToken {
        answer = CountedRows(try await answers(of: id, token: token))
        rows += answer.rows
        if answer.progress.nextToken == token { break }
      }
      return (rows, answer.progress.bytesScanned)
    } catch {
      // A task of its own: this one may have been cancelled, and the query would go on.
      await Task { await stop(id) }.value
      throw error
    }
  }

  /// The first page of the query's answer, once it is whole.
  private func whole(_ id: String) async throws(SourceFailure) -> CountedRows {
    var wait = Duration.milliseconds(250)
    while true {
      await clock.sleep(wait)
      if Task.isCancelled { throw SourceFailure(.cancelled, "the query is not awaited any more") }
      wait = min(wait * 2, .seconds(2))
      let answer = CountedRows(try await answers(of: id, token: nil))
      switch answer.progress.status {
      case .complete: return answer
      case .scheduled, .running: continue
      case .unknown, .failed, .cancelled, .timeout: throw answer.progress.ended()
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
