import CloudTrail
import Query

extension OpenSearchSource: CountingSource {
  package func matches(_ request: SummaryRequest, in window: StoredWindow) async throws(SourceFailure) -> Int?
  {
    let query = OpenSearchQuery(
      request.predicate ?? .always, window: window.times, shape: try await shape(), context: context)
    let body = Array("{\"size\":0,\"track_total_hits\":true,\"query\":".utf8) + query.json + "}".utf8
    let answer = try await calls.aggregate(body)
    let total = answer.withView { $0.member("hits")?.member("total")?.member("value")?.double }
    guard let total, let count = Int(exactly: total) else {
      throw SourceFailure(.transient, "\(calls.address.origin): the answer does not say how many it found")
    }
    return count
  }

  package func count(
    _ request: SummaryRequest, in window: StoredWindow
  ) async throws(SourceFailure) -> EngineCount {
    var counting = OpenSearchSummary(
      request, window: window.times, shape: try await shape(), context: context)
    while let search = counting.nextRequest {
      let answer = try await calls.aggregate(search)
      do throws(OpenSearchSummary.Unreadable) { try counting.take(answer.bytes) } catch {
        throw SourceFailure(.transient, "\(calls.address.origin): \(error.description)")
      }
    }
    return EngineCount(summary: counting.summary, remarks: counting.remarks)
  }

  private func shape() async throws(SourceFailure) -> DocumentShape {
    guard let shape = try await calls.shape() else {
      throw SourceFailure(
        .lasting,
        "\(calls.address.origin) does not say how its documents look, so it cannot count them: --aggregate local"
      )
    }
    return shape
  }
}
