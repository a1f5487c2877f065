import Audit
import CloudTrail
import Detection
import Digest

/// Turns events to alerts as they come: judged as the store would. An event that comes twice raises the same alerts twice, by the same
/// ids.
package struct AlertMaker {
  private let judge: Judge
  private var engine: CorrelationEngine
  private let takesBeats: Bool

  /// What an event brings.
  package struct Outcome: Sendable {
    /// The alerts that it raises.
    package var alerts: [RaisedAlert] = []
    /// What correlations remember of it: to be kept for the next run, with the alerts or without; nil where they have learnt all of it.
    package var observed: Observation?
  }

  /// - Parameters:
  ///   - earlier: what runs before this one observed, in the order in which it came; what it completed was told then.
  ///   - learnt: what they learnt.
  ///   - seesAll: whether the sources bring every event; where they bring some, a silence says nothing.
  package init(
    _ judge: Judge, earlier: [Observation] = [], learnt: Learnt = Learnt(), seesAll: Bool = true
  ) {
    takesBeats = seesAll && judge.rules.correlations.awaitsBeats
    self.judge = judge
    engine = CorrelationEngine(judge.rules.correlations, keepsLearnt: true)
    engine.learn(learnt)
    for observation in earlier { _ = engine.take(observation) }
  }

  /// What correlations have learnt since this was last asked: to be kept with the alerts of these events, for what is learnt is not told
  /// again.
  package mutating func takeLearnt() -> Learnt { engine.takeLearnt() }

  /// The silences that are found now, while nothing comes.
  /// - Parameter isCaughtUp: whether the sources have brought what happened before they were asked.
  package mutating func tick(_ now: Timestamp, isCaughtUp: Bool) -> [RaisedAlert] {
    guard takesBeats else { return [] }
    return engine.tick(now, isCaughtUp: isCaughtUp).compactMap { silence in
      // It is told with the last event before it.
      judge.line(of: silence, in: engine).map { line in
        RaisedAlert(
          rule: judge.rules.rules[judge.rules.firstCorrelation + silence.correlation], completed: silence,
          words: judge.rules.correlations.words(of: silence), line)
      }
    }
  }

  /// - Parameter source: the name of the source that brought it.
  package mutating func take(_ event: EventView, of source: String? = nil) -> Outcome {
    lazy var key = AlertMaker.key(of: event)
    if takesBeats { _ = engine.take(Beat(event, id: key, of: source)) }
    let judgement = judge.judgement(on: event)
    guard !judgement.matches.alerts.isEmpty || !judgement.matches.sources.isEmpty else { return Outcome() }
    let observed = judge.rules.observation(of: event, id: key, matches: judgement.matches)
    let completed = observed.map { engine.take($0) } ?? []
    if let observed { engine.keep(of: observed) { Array(event.recordBytes) } }
    let kept = observed.flatMap { judge.rules.correlations.isNeededLater($0) ? $0 : nil }
    let places = completed.map { judge.rules.firstCorrelation + $0.correlation }
    guard judge.counts(event, judgement, completing: places) else { return Outcome(observed: kept) }
    let single = judgement.matches.alerts.indices.map { judge.rules.rules[$0] }
    let several = places.map { judge.rules.rules[$0] }
    guard !single.isEmpty || !several.isEmpty else { return Outcome(observed: kept) }
    let line = EventLine(event, matched: single + several)
    let alerts =
      single.map { RaisedAlert(rule: $0, line, key: key) }
      + zip(several, completed).map { rule, completed in
        RaisedAlert(
          rule: rule, completed: completed, words: judge.rules.correlations.words(of: completed), line)
      }
    return Outcome(alerts: alerts, observed: kept)
  }

  /// What tells the event from all others in every run: its id, else a digest of its record.
  private static func key(of event: EventView) -> String {
    event.eventID?.string ?? standIn + SHA256(of: event.recordBytes).description
  }

  /// What begins the key of an event without an id.
  fileprivate static let standIn = "sha256:"
}

extension RaisedAlert {
  /// Of a rule that one event matches.
  fileprivate init(rule: Rule, _ line: EventLine, key: String) {
    self.init(
      rule: rule, group: [line.account, line.principal], key: key,
      eventIDs: line.eventID.map { [$0] } ?? [], span: line.time...line.time, event: line)
  }

  /// Of a correlation. One that a late event completes is told with that event, while the window it completes ends with another.
  fileprivate init(rule: Rule, completed: CorrelationAlert, words: String, _ line: EventLine) {
    self.init(
      rule: rule, group: completed.group, key: completed.event.id,
      eventIDs: completed.eventIDs.filter { !$0.hasPrefix(AlertMaker.standIn) },
      span: completed.first...max(completed.first, completed.event.time), event: line, reason: words)
  }
}
