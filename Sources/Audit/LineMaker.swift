import CloudTrail
import Detection
import Query

/// Turns events to lines as they come: judged as the store would, each event once.
package struct LineMaker {
  /// How many events are remembered to tell duplicates: a redelivery comes within hours, not after so many others.
  private static let memory = 1 << 18

  private let judge: Judge
  private var engine: CorrelationEngine
  private let takesBeats: Bool
  private var recent: Set<EventKey> = []
  private var older: Set<EventKey> = []

  /// - Parameter seesAll: whether the sources bring every event; where they bring some, a silence says nothing.
  package init(_ judge: Judge, seesAll: Bool = true) {
    self.judge = judge
    takesBeats = seesAll && judge.rules.correlations.awaitsBeats
    engine = CorrelationEngine(judge.rules.correlations)
  }

  /// Takes an event as seen.
  package mutating func remember(eventID: String) { _ = isNew(EventKey(eventID: eventID)) }

  /// The event's line; nil when it does not count or has been seen.
  /// - Parameter source: the name of the source that brought it.
  package mutating func line(for event: EventView, of source: String? = nil) -> EventLine? {
    let judgement = judge.judgement(on: event)
    let key = EventKey.of(event).key
    if takesBeats { _ = engine.take(Beat(event, id: key.uuid, of: source)) }
    let completed = correlated(event, key, judgement.matches)
    guard judge.counts(event, judgement, completing: completed), isNew(key) else { return nil }
    let matched = judgement.matches.alerts.indices + completed
    return EventLine(event, matched: matched.map { judge.rules.rules[$0] })
  }

  /// The correlations that an event completes, as rules. One that completes by a late event is told with that event.
  private mutating func correlated(_ event: EventView, _ key: EventKey, _ matches: RuleSet.Matches) -> [Int] {
    guard let observed = judge.rules.observation(of: event, id: key.uuid, matches: matches) else { return [] }
    let completed = engine.take(observed).map { judge.rules.firstCorrelation + $0.correlation }
    engine.keep(of: observed) { Array(event.recordBytes) }
    return Set(completed).sorted()
  }

  /// The lines of the silences that are found now, while nothing comes: each that of the last event before it once more, with the reason.
  /// - Parameter isCaughtUp: whether the sources have brought what happened before they were asked.
  package mutating func tick(_ now: Timestamp, isCaughtUp: Bool) -> [EventLine] {
    guard takesBeats else { return [] }
    return engine.tick(now, isCaughtUp: isCaughtUp).compactMap { silence in
      var line = judge.line(of: silence, in: engine)
      line?.reason = judge.rules.correlations.words(of: silence)
      return line
    }
  }

  private mutating func isNew(_ key: EventKey) -> Bool {
    guard !older.contains(key), recent.insert(key).inserted else { return false }
    if recent.count == LineMaker.memory {
      older = recent
      recent = []
    }
    return true
  }
}
