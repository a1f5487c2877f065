import Detection
import Synchronization

/// The correlations of a store's rules, run over what its intakes observe.
final class Correlating: Sendable {
  private struct State {
    var engine: CorrelationEngine
    /// What was observed and is not yet correlated.
    var waiting: [Observation] = []
  }

  private let state: Mutex<State>
  /// Events come in no order, as those of files do, until ``settle()``; else each is taken as it comes.
  private let waits: Bool

  init(_ sources: CorrelationSources, waits: Bool) {
    state = Mutex(State(engine: CorrelationEngine(sources)))
    self.waits = waits
  }

  /// Takes events; says which correlations they complete.
  func take(_ observed: [Observation]) -> [CorrelationAlert] {
    guard !observed.isEmpty else { return [] }
    return state.withLock { state in
      guard !waits else {
        state.waiting += observed
        return []
      }
      return observed.flatMap { state.engine.take($0) }
    }
  }

  /// Correlates what waits, in the order of time.
  func settle() -> [CorrelationAlert] {
    state.withLock { state in
      let ordered = state.waiting.sorted { left, right in
        left.time == right.time
          ? left.id.utf8.lexicographicallyPrecedes(right.id.utf8) : left.time < right.time
      }
      state.waiting = []
      return ordered.flatMap { state.engine.take($0) }
    }
  }
}

extension EventStore {
  /// Correlates what was read in no order; asked once, when all is read.
  package func settle() { raise(correlating.settle()) }

  /// Takes what an intake observed, after its rows.
  /// - Parameter outlooks: what its judge's filter says of events once correlations have completed.
  func observe(_ observed: [Observation], _ outlooks: [EventKey: FilterOutlook], _ judge: Judge) {
    if !outlooks.isEmpty { expect(outlooks, judge) }
    raise(correlating.take(observed))
  }
}
