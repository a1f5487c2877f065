import CloudTrail
import Query

/// A source whose engine counts by itself, so that the events need not come: for windows of more than a screen holds.
package protocol CountingSource: HistoricStore {
  /// How many documents of the store's window may satisfy the request; some of them perhaps do not. Nil where finding out costs as much
  /// as the events.
  func matches(_ request: SummaryRequest, in window: StoredWindow) async throws(SourceFailure) -> Int?

  /// The request, answered by the engine.
  /// - Parameter partly: given what has been counted by then after each of the engine's answers but the last.
  func count(
    _ request: SummaryRequest, in window: StoredWindow, partly: @Sendable (EngineCount) -> Void
  ) async throws(SourceFailure) -> EngineCount

  /// The documents of the window that were stored last.
  /// - Parameters:
  ///   - wanted: what is wanted; others may come too.
  ///   - limit: the most, 1 to ``mostNewest``.
  func newest(
    _ wanted: Predicate, in window: StoredWindow, limit: Int
  ) async throws(SourceFailure) -> NewestDocuments
}

extension CountingSource {
  package func count(
    _ request: SummaryRequest, in window: StoredWindow
  ) async throws(SourceFailure) -> EngineCount {
    try await count(request, in: window, partly: { _ in })
  }
}

/// The most documents that an engine is asked for at once: `index.max_result_window`, and a page of Logs Insights (FACTS).
package let mostNewest = 10_000

/// The documents of a window that were stored last.
package struct NewestDocuments: Sendable {
  /// The newest first.
  package var page: Page
  /// The window has no others.
  package var isAll: Bool

  package init(page: Page, isAll: Bool) { (self.page, self.isAll) = (page, isAll) }
}

/// What an engine counted.
package struct EngineCount: Sendable {
  package var answer: EngineAnswer
  /// The bytes that the engine read for it and bills.
  package var bytesScanned: Int

  package init(_ answer: EngineAnswer, bytesScanned: Int = 0) {
    (self.answer, self.bytesScanned) = (answer, bytesScanned)
  }
}

extension StoredWindow {
  var times: TimeRange { TimeRange(from: from, through: through) }
}
