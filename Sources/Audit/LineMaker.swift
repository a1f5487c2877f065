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
    var (flags, matches) = judge.judge(event)
    let key = EventKey.of(event).key
    let completed = correlated(event, key, matches)
    if !completed.isEmpty { flags.insert(.inScope) }
    guard flags.isCounted, isNew(key) else { return nil }
    let document = try? JSONDocument(parsing: event.recordBytes)
    let matched = (matches.alerts.indices + completed).map { judge.rules.rules[$0] }
    return EventLine(
      eventID: event.eventID?.string, time: event.time,
      account: event.withAccount { String(decoding: $0, as: UTF8.self) },
      principal: event.principal.withUTF8 { String(decoding: $0, as: UTF8.self) },
      principalType: event.principalType?.string ?? "Unknown", session: event.session?.string,
      action: event.withAction { String(decoding: $0, as: UTF8.self) }, region: event.awsRegion?.string,
      sourceIP: event.sourceIPAddress?.string, userAgent: event.userAgent?.string,
      errorCode: event.recordedErrorCode?.string, readOnly: event.readOnly,
      alerts: matched.map { ExactString($0.id) }.sorted().map(\.string), record: document,
      severity: matched.map(\.level).max(), target: Target.text(of: event)?.string, isError: event.isError)
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
