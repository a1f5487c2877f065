import CloudTrail
import Detection

/// What was observed of events that came in no order, in the order of time: whatever the order of reading, correlations are told the same.
struct WaitingObservations {
  private enum What {
    case beat
    case event
    case day
  }

  /// What is moved about to find the order: numbers alone.
  private struct Turn: Comparable {
    let time: Int64
    let what: What
    let key: EventKey
    /// Of a day's.
    var rule = 0
    let place: Int

    /// By time; at one time beats first, then by the event.
    static func < (one: Turn, other: Turn) -> Bool {
      if one.time != other.time { return one.time < other.time }
      if (one.what == .beat) != (other.what == .beat) { return one.what == .beat }
      if one.key != other.key { return one.key < other.key }
      if one.what != other.what { return one.what == .event }
      return one.rule < other.rule
    }
  }

  private let events: [Observation]
  private let days: [ObservedDay]
  private let beats: [Beat]
  private var turns: [Turn] = []

  init(
    events: [Observation], days: [ObservedDays.Day], beats: [Beats.Newest], in store: EventStore
  ) {
    self.events = events
    self.days = store.days(days)
    self.beats = store.beats(beats)
    turns.reserveCapacity(events.count + days.count + beats.count)
    for (place, beat) in beats.enumerated() {
      turns.append(Turn(time: beat.time.milliseconds, what: .beat, key: beat.key, place: place))
    }
    for (place, event) in events.enumerated() {
      let key = EventKey(eventID: event.id)
      turns.append(Turn(time: event.time.milliseconds, what: .event, key: key, place: place))
    }
    for (place, day) in days.enumerated() {
      turns.append(
        Turn(
          time: day.first.milliseconds, what: .day, key: day.firstKey, rule: day.rule, place: place))
    }
    turns.sort()
  }

  /// Tells an engine all of it; says which correlations it completes.
  func run(_ engine: inout CorrelationEngine) -> [CorrelationAlert] {
    turns.flatMap { turn in
      switch turn.what {
      case .beat: engine.take(beats[turn.place])
      case .event: engine.take(events[turn.place])
      case .day: engine.take(days[turn.place])
      }
    }
  }
}
