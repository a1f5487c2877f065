import CloudTrail
import Detection
import Synchronization

/// The correlations of a store's rules, run over what its intakes observe.
final class Correlating: Sendable {
  private struct State {
    var engine: CorrelationEngine
    /// Events come in no order, as those of files do, until ``settle(at:in:)``; else each is taken as it comes.
    var waits: Bool
    // What was observed and is not yet correlated.
    var events: [Observation] = []
    var days = ObservedDays()
    var beats = Beats()
  }

  /// The store's lock is taken within it, never the other way round.
  private let state: Mutex<State>

  init(_ sources: CorrelationSources, waits: Bool) {
    state = Mutex(State(engine: CorrelationEngine(sources), waits: waits))
  }

  /// From now on events come in no order.
  func hold() { state.withLock { $0.waits = true } }

  /// Takes events; says which correlations they complete.
  func take(_ observed: Observed, in store: EventStore) -> [CorrelationAlert] {
    guard !observed.isEmpty else { return [] }
    return state.withLock { state in
      guard !state.waits else {
        state.events += observed.events
        state.days.take(observed.sightings)
        for beat in observed.beats { state.beats.take(beat) }
        return []
      }
      let beats = store.beats(observed.beats).sorted { $0.time < $1.time }
      for beat in beats { _ = state.engine.take(beat) }
      let days = store.days(observed.sightings.map(ObservedDays.Day.init))
      return observed.events.flatMap { state.engine.take($0) } + days.flatMap { state.engine.take($0) }
    }
  }

  /// Correlates what waits, in the order of time; what comes from now on is taken as it comes.
  /// - Parameter now: no event is taken to be later.
  func settle(at now: Timestamp, in store: EventStore) -> [CorrelationAlert] {
    state.withLock { state in
      let waiting = WaitingObservations(
        events: state.events, days: state.days.all, beats: Array(state.beats.all()))
      (state.events, state.days, state.beats, state.waits) = ([], ObservedDays(), Beats(), false)
      state.engine.isInOrder = true
      defer { state.engine.isInOrder = false }
      return state.engine.take(waiting.turns(in: store)) + state.engine.finish(at: now)
    }
  }

  /// Looks for silences while events come.
  func tick(_ now: Timestamp, isCaughtUp: Bool) -> [CorrelationAlert] {
    state.withLock { state in state.waits ? [] : state.engine.tick(now, isCaughtUp: isCaughtUp) }
  }

  /// Takes what earlier runs learnt, before any event.
  func learn(_ earlier: Learnt) { state.withLock { $0.engine.learn(earlier) } }
}

extension EventStore {
  /// Events come in no order until ``settle(at:)``.
  package func hold() { correlating.hold() }

  /// Correlates what was read in no order; asked when all is read.
  /// - Parameter now: no event is taken to be later; without it none is too late.
  package func settle(at now: Timestamp = Timestamp(milliseconds: .max)) {
    raise(correlating.settle(at: now, in: self))
  }

  /// Looks for silences while events come; says whether there are any.
  /// - Parameter isCaughtUp: whether the sources have brought what happened before they were asked.
  package func tick(_ now: Timestamp, isCaughtUp: Bool) -> Bool {
    let found = correlating.tick(now, isCaughtUp: isCaughtUp)
    raise(found)
    return !found.isEmpty
  }

  /// Takes what earlier runs learnt, before any event.
  package func learn(_ earlier: Learnt) { correlating.learn(earlier) }

  /// Takes what an intake observed, after its rows.
  /// - Parameter outlooks: what its judge's filter says of events once correlations have completed.
  func observe(_ observed: Observed, _ outlooks: [EventKey: FilterOutlook], _ judge: Judge) {
    if !outlooks.isEmpty { expect(outlooks, judge) }
    raise(correlating.take(observed, in: self))
  }
}
