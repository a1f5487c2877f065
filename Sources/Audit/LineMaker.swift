import CloudTrail
import Detection
import Query

/// Turns events to lines as they come: judged as the store would, each event once.
package struct LineMaker {
  /// How many events are remembered to tell duplicates: a redelivery comes within hours, not after so many others.
  private static let memory = 1 << 18

  private let judge: Judge
  private var engine: CorrelationEngine
  private var recent: Set<EventKey> = []
  private var older: Set<EventKey> = []

  package init(_ judge: Judge) {
    self.judge = judge
    engine = CorrelationEngine(judge.rules.correlations)
  }

  /// Takes an event as seen.
  package mutating func remember(eventID: String) { _ = isNew(EventKey(eventID: eventID)) }

  /// The event's line; nil when it does not count or has been seen.
  package mutating func line(for event: EventView) -> EventLine? {
    let judgement = judge.judgement(on: event)
    let key = EventKey.of(event).key
    let completed = correlated(event, key, judgement.matches)
    guard judge.counts(event, judgement, completing: completed), isNew(key) else { return nil }
    let matched = judgement.matches.alerts.indices + completed
    return EventLine(event, matched: matched.map { judge.rules.rules[$0] })
  }

  /// The correlations that an event completes, as rules. One that completes by a late event is told with that event.
  private mutating func correlated(_ event: EventView, _ key: EventKey, _ matches: RuleSet.Matches) -> [Int] {
    guard let observed = judge.rules.observation(of: event, id: key.uuid, matches: matches) else { return [] }
    let completed = engine.take(observed).map { judge.rules.firstCorrelation + $0.correlation }
    return Set(completed).sorted()
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
