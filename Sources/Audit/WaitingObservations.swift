import CloudTrail
import Detection

/// What was observed of events that came in no order: whatever the order of reading, correlations are told the same.
struct WaitingObservations {
  /// What is moved about to find the order: numbers alone.
  private struct Turn: Comparable {
    let time: Int64
    let what: CorrelationTurns.Turn
    let key: EventKey
    /// Of a day's.
    var rule = 0

    /// By time; at one time beats first, then by the event.
    static func < (one: Turn, other: Turn) -> Bool {
      if one.time != other.time { return one.time < other.time }
      if one.isBeat != other.isBeat { return one.isBeat }
      if one.key != other.key { return one.key < other.key }
      if one.isEvent != other.isEvent { return one.isEvent }
      return one.rule < other.rule
    }

    private var isBeat: Bool { if case .beat = what { true } else { false } }
    private var isEvent: Bool { if case .event = what { true } else { false } }
  }

  let events: [Observation]
  let days: [ObservedDays.Day]
  let beats: [Beats.Newest]

  /// All of it in the order of time.
  func turns(in store: EventStore) -> CorrelationTurns {
    var turns: [Turn] = []
    turns.reserveCapacity(events.count + days.count + beats.count)
    for (place, beat) in beats.enumerated() {
      turns.append(Turn(time: beat.time.milliseconds, what: .beat(place), key: beat.key))
    }
    for (place, event) in events.enumerated() {
      let key = EventKey(eventID: event.id)
      turns.append(Turn(time: event.time.milliseconds, what: .event(place), key: key))
    }
    for (place, day) in days.enumerated() {
      turns.append(
        Turn(time: day.first.milliseconds, what: .day(place), key: day.firstKey, rule: day.rule))
    }
    turns.sort()
    return CorrelationTurns(
      beats: store.beats(beats), events: events, days: store.days(days), order: turns.map(\.what))
  }
}
