import CloudTrail
import Query

extension OpenSearchSource: CountingSource {
  package func matches(_ request: SummaryRequest, in window: StoredWindow) async throws(SourceFailure) -> Int?
  {
    let query = OpenSearchQuery(
      request.predicate ?? .always, window: window.times, shape: try await knownShape(), context: context)
    let body = Array("{\"size\":0,\"track_total_hits\":true,\"query\":".utf8) + query.json + "}".utf8
    let answer = try await calls.aggregate(body)
    let total = answer.withView { $0.member("hits")?.member("total")?.member("value")?.double }
    guard let total, let count = Int(exactly: total) else {
      throw SourceFailure(.transient, "\(calls.address.origin): the answer does not say how many it found")
    }
    return count
  }

  package func count(
    _ request: SummaryRequest, in window: StoredWindow, partly: @Sendable (EngineCount) -> Void
  ) async throws(SourceFailure) -> EngineCount {
    var counting = OpenSearchSummary(
      request, window: window.times, shape: try await knownShape(), context: context)
    while let search = counting.nextRequest {
      let answer = try await calls.aggregate(search)
      do throws(OpenSearchSummary.Unreadable) { try counting.take(answer.bytes) } catch {
        throw SourceFailure(.transient, "\(calls.address.origin): \(error.description)")
      }
      if counting.nextRequest != nil {
        partly(EngineCount(counting.answer))
      }
    }
    return EngineCount(counting.answer)
  }

  package func newest(
    _ wanted: Predicate, in window: StoredWindow, limit: Int
  ) async throws(SourceFailure) -> NewestDocuments {
    let (order, clause) = (try await order(), try await clause(wanted))
    var size = min(max(limit, 1), mostNewest)
    while true {
      let request = SearchRequest(
        window: window, order: order, clause: clause, size: size, after: nil, from: window.from,
        newestFirst: true)
      do throws(SourceFailure) {
        let answer = try await calls.search(request)
        return NewestDocuments(
          page: answer.page, isAll: answer.documents.count < size && answer.shortfall == nil)
      } catch {
        guard error.kind == .tooLarge || error.status == 413, size > 1 else { throw error }
        size /= 2
      }
    }
  }

  private func knownShape() async throws(SourceFailure) -> DocumentShape {
    guard let shape = try await shape() else {
      throw SourceFailure(
        .lasting,
        "\(calls.address.origin) does not say how its documents look, so it cannot count them: --aggregate local"
      )
    }
    guard shape.isCountable else {
      throw SourceFailure(
        .lasting,
        "\(calls.address.origin): a selection of each record's fields is indexed, too few to count by: --aggregate local"
      )
    }
    return shape
  }
}
