import CloudTrail
import Feeds
import Query
import Synchronization

/// What the engine counted for the screen. A count holds until events come in, and is made anew no more often than the engine's manners
/// allow; meanwhile the one before stands, with the moment that it is of.
final class EngineCounts: Sendable {
  private struct Held: Sendable {
    var summary: Summary
    var tables: Set<SummaryRequest.Table>
    /// How many events had come in.
    var arrived: Int
    /// From when on it may be made anew.
    var due: ContinuousClock.Instant
  }

  /// As many views as a person goes back and forth between.
  private static let most = 64

  private let engine: ScreenEngine
  /// What the store here holds: rules matched those events alone.
  private let store: @Sendable (SummaryRequest) -> Summary
  private let held = Mutex<[SummaryRequest: Held]>([:])
  private let arrived = Atomic(0)

  init(_ engine: ScreenEngine, store: @escaping @Sendable (SummaryRequest) -> Summary) {
    (self.engine, self.store) = (engine, store)
  }

  /// So many events came in: what was counted before them is old.
  func eventsArrived(_ count: Int) { arrived.add(count, ordering: .relaxed) }

  /// Gives what is known of the answer, then what the engine counts, until it is the last.
  func answer(
    _ request: SummaryRequest, give: @escaping @Sendable (Summary) -> Void
  ) async throws(SourceFailure) {
    let key = EngineCounts.key(request)
    if let held = held(key, request) {
      // A screen that stands still is not counted for anew.
      let isLast = held.arrived == arrived.load(ordering: .relaxed) || request.arrivedBefore != nil
      give(withAlerts(held.summary, request, isGrowing: !isLast))
      if isLast { return }
      try? await Task.sleep(until: held.due)
    } else {
      try? await Task.sleep(for: engine.manners.settling)
    }
    guard !Task.isCancelled else { return }
    give(withAlerts(try await count(key, request, give), request, isGrowing: false))
  }

  /// The counts of `request` now, however old the last ones are.
  func counts(of request: SummaryRequest) async throws(SourceFailure) -> Summary {
    var asked = request
    asked.tables.remove(.alerts)
    let began = Clock.now
    let counted = try await engine.count(asked, partly: { _ in })
    return EngineCounts.noted(counted, asOf: began)
  }

  /// What an answer depends on.
  private static func key(_ request: SummaryRequest) -> SummaryRequest {
    var key = request
    (key.tables, key.sparkParts, key.arrivedBefore) = ([], 0, nil)
    return key
  }

  /// The tables that an engine counts for the screen.
  private static func tables(_ request: SummaryRequest) -> Set<SummaryRequest.Table> {
    request.tables.subtracting([.alerts, .groups])
  }

  private func held(_ key: SummaryRequest, _ request: SummaryRequest) -> Held? {
    held.withLock { held in
      held[key].flatMap { $0.tables.isSuperset(of: EngineCounts.tables(request)) ? $0 : nil }
    }
  }

  private func count(
    _ key: SummaryRequest, _ request: SummaryRequest, _ give: @escaping @Sendable (Summary) -> Void
  ) async throws(SourceFailure) -> Summary {
    var asked = key
    asked.tables = EngineCounts.tables(request)
    let (before, start, began) = (arrived.load(ordering: .relaxed), ContinuousClock.now, Clock.now)
    // Where numbers stand already, half of the new ones would only make them jump.
    let isFirst = held.withLock { $0[key] == nil }
    let told = Mutex(start)
    let counted = try await engine.count(asked) { part in
      let now = ContinuousClock.now
      let isDue = told.withLock { told in
        guard now - told >= .milliseconds(300) else { return false }
        told = now
        return true
      }
      guard isFirst, isDue else { return }
      give(self.withAlerts(EngineCounts.noted(part, asOf: began, isCounting: true), request, isGrowing: true))
    }
    let now = ContinuousClock.now
    let held = Held(
      summary: EngineCounts.noted(counted, asOf: began), tables: asked.tables, arrived: before,
      due: now + max(engine.manners.rest, (now - start) * 4))
    keep(held, key)
    return held.summary
  }

  private func keep(_ new: Held, _ key: SummaryRequest) {
    held.withLock { held in
      if held.count >= EngineCounts.most, let oldest = held.min(by: { $0.value.due < $1.value.due }) {
        held[oldest.key] = nil
      }
      held[key] = new
    }
  }

  private static func noted(_ counted: EngineAnswer, asOf: Timestamp, isCounting: Bool = false) -> Summary {
    var summary = counted.summary
    summary.engine = EngineNote(asOf: asOf, remarks: counted.remarks, isCounting: isCounting)
    return summary
  }

  /// No rules run in an engine: their matches are those of the events held here.
  private func withAlerts(_ counted: Summary, _ request: SummaryRequest, isGrowing: Bool) -> Summary {
    var asked = request
    asked.tables = request.tables.intersection([.alerts])
    let here = store(asked)
    var summary = counted
    (summary.alerts, summary.totals.alerts) = (here.alerts, here.totals.alerts)
    summary.isGrowing = isGrowing
    return summary
  }
}
