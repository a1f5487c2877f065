import CloudTrail
import Detection
import Synchronization

/// The correlations of a store's rules, run over what its intakes observe.
final class Correlating: Sendable {
  private struct State {
    var engine: CorrelationEngine
    /// What was observed and is not yet correlated.
    var waiting: [Observation] = []
    var beats: [Beat] = []
    /// Events come in no order, as those of files do, until ``settle(at:)``; else each is taken as it comes.
    var waits: Bool
  }

  private let state: Mutex<State>

  init(_ sources: CorrelationSources, waits: Bool) {
    state = Mutex(State(engine: CorrelationEngine(sources), waits: waits))
  }

  /// From now on events come in no order.
  func hold() { state.withLock { $0.waits = true } }

  /// Takes events; says which correlations they complete.
  func take(_ observed: [Observation], _ beats: [Beat]) -> [CorrelationAlert] {
    guard !observed.isEmpty || !beats.isEmpty else { return [] }
    return state.withLock { state in
      guard !state.waits else {
        state.waiting += observed
        state.beats += beats
        return []
      }
      for beat in beats { _ = state.engine.take(beat) }
      return observed.flatMap { state.engine.take($0) }
    }
  }

  /// Correlates what waits, in the order of time; what comes from now on is taken as it comes.
  /// - Parameter now: no event is taken to be later.
  func settle(at now: Timestamp) -> [CorrelationAlert] {
    state.withLock { state in
      let observed = Correlating.inOrder(state.waiting) { ($0.time, $0.id) }
      let beats = Correlating.inOrder(state.beats) { ($0.time, $0.id) }
      (state.waiting, state.beats, state.waits) = ([], [], false)
      state.engine.isInOrder = true
      defer { state.engine.isInOrder = false }
      var alerts: [CorrelationAlert] = []
      var next = beats.startIndex
      for one in observed {
        while next < beats.endIndex, beats[next].time <= one.time {
          alerts += state.engine.take(beats[next])
          next += 1
        }
        alerts += state.engine.take(one)
      }
      for beat in beats[next...] { alerts += state.engine.take(beat) }
      return alerts + state.engine.finish(at: now)
    }
  }

  /// The elements in the order of time, at one time in that of the ids' bytes. There are many, so what is moved about to find the order is
  /// three numbers each, of which the first bytes of the id settle nearly all ties.
  private static func inOrder<Element>(
    _ elements: [Element], by stamp: (Element) -> (time: Timestamp, id: String)
  ) -> [Element] {
    var keys = elements.indices.map { place in
      let (time, id) = stamp(elements[place])
      return (time: time.milliseconds, start: firstBytes(of: id), place: place)
    }
    keys.sort { left, right in
      if left.time != right.time { return left.time < right.time }
      if left.start != right.start { return left.start < right.start }
      return stamp(elements[left.place]).id.utf8.lexicographicallyPrecedes(
        stamp(elements[right.place]).id.utf8)
    }
    return keys.map { elements[$0.place] }
  }

  /// Eight bytes as a number that is ordered as they are; a shorter text is followed by zeros.
  private static func firstBytes(of text: String) -> UInt64 {
    let bytes = text.utf8.prefix(8)
    return bytes.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - bytes.count))
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
    raise(correlating.settle(at: now))
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
  func observe(
    _ observed: [Observation], _ beats: [Beat], _ outlooks: [EventKey: FilterOutlook], _ judge: Judge
  ) {
    if !outlooks.isEmpty { expect(outlooks, judge) }
    raise(correlating.take(observed, beats))
  }
}
