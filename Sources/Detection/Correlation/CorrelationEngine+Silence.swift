import CloudTrail
import Query

/// When silences were first looked for, and last, by a clock that a run that goes on asks now and then.
struct SilenceClock: Sendable {
  private(set) var started: Int64?
  private(set) var asked: Int64?

  mutating func ask(at now: Int64) { (started, asked) = (started ?? now, now) }
}

extension CorrelationEngine {
  /// Takes an event, whatever it is. Where they come in order, says which silence it ends.
  package mutating func take(_ beat: Beat) -> [CorrelationAlert] {
    arrivals.take(beat.time.milliseconds, of: beat.source ?? "", asked: clock.asked)
    var alerts: [CorrelationAlert] = []
    for place in sources.silences {
      guard let key = sources.correlations[place].key(of: beat) else { continue }
      alerts += takeBeat(beat, key, for: place)
    }
    watermark = max(watermark, beat.time.milliseconds)
    return alerts
  }

  /// Takes an event of a rule that a silence is of.
  mutating func takeSign(_ event: Observation, _ used: [Int], for place: Int) -> [CorrelationAlert] {
    let correlation = sources.correlations[place]
    let keys = Set(used.compactMap { event.values(of: correlation.groupBy[$0]) })
    let beat = Beat(time: event.time, id: event.id, account: "", source: nil)
    return keys.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { takeBeat(beat, $0, for: place) }
  }

  /// Takes an event of a group.
  mutating func takeBeat(_ beat: Beat, _ key: [String], for place: Int) -> [CorrelationAlert] {
    // By the newest of all before it: a group's own event is no sign that it was quiet.
    let ended =
      isInOrder ? silence[place].silence(of: key, at: watermark, sources.correlations[place]) : nil
    if silence[place].take(beat, of: key, sources.correlations[place]) { noteRhythm(key, of: place) }
    return ended.map { [alert(of: place, key, $0)] } ?? []
  }

  /// Looks for silences now that all has come, which came in order.
  /// - Parameter now: no event is taken to be later.
  package mutating func finish(at now: Timestamp) -> [CorrelationAlert] {
    sources.silences.flatMap { place in
      silence[place].silences(sources.correlations[place]) { [watermark] _ in min(watermark, now.milliseconds)
      }
      .map { alert(of: place, $0.key, $0.reason) }
    }
  }

  /// Looks for silences while events come: a source's by the clock, for nothing may come any more; of anything else by how far the sources
  /// have come that bring it.
  /// - Parameter isCaughtUp: whether the sources have brought what happened before they were asked.
  package mutating func tick(_ now: Timestamp, isCaughtUp: Bool) -> [CorrelationAlert] {
    clock.ask(at: now.milliseconds)
    arrivals.look(at: now.milliseconds, isCaughtUp: isCaughtUp)
    var alerts: [CorrelationAlert] = []
    for place in sources.silences {
      let rule = sources.correlations[place]
      var found: [(key: [String], reason: SilenceReason)] = []
      if rule.isOfSources {
        found = silence[place].silences(
          byClock: now.milliseconds, since: clock.started ?? now.milliseconds, rule)
      } else if isCaughtUp {
        found = silence[place].silences(rule) { [arrivals] in arrivals.moment(of: $0, at: now.milliseconds) }
      }
      for one in found {
        noteRhythm(one.key, of: place)
        alerts.append(alert(of: place, one.key, one.reason))
      }
    }
    return alerts
  }

  /// Takes what earlier runs knew.
  mutating func learnRhythms(_ earlier: [Learnt.Place: Learnt.Rhythm]) {
    for place in sources.silences {
      for (at, rhythm) in earlier where at.correlation == sources.learntNames[place] {
        silence[place].learn(rhythm, of: at.group, sources.correlations[place])
        watermark = max(watermark, rhythm.newest.milliseconds)
        arrivals.known = watermark
      }
    }
  }

  private func alert(of place: Int, _ key: [String], _ reason: SilenceReason) -> CorrelationAlert {
    let last = Observation(time: reason.last, id: reason.lastID, fields: [:], rules: .none)
    return CorrelationAlert(
      correlation: place, event: last, group: key, first: reason.last, eventIDs: [reason.lastID],
      reason: .silence(reason))
  }

  private mutating func noteRhythm(_ key: [String], of place: Int) {
    if learnt != nil { changed[place, default: []].insert(key) }
  }

  /// What silences have learnt since this was last asked.
  mutating func takeRhythms() -> [Learnt.Place: Learnt.Rhythm] {
    var rhythms: [Learnt.Place: Learnt.Rhythm] = [:]
    for (place, keys) in changed {
      for key in keys {
        rhythms[Learnt.Place(correlation: sources.learntNames[place], group: key)] = silence[place].learnt(
          key)
      }
    }
    changed = [:]
    return rhythms
  }

  /// Keeps the record of an event that was just taken where it is the last before a silence of a rule's events, should one come.
  package mutating func keep(of event: Observation, record: () -> [UInt8]) {
    for use in event.rules.indices.flatMap({ sources.usersOfRule[$0] })
    where sources.correlations[use.correlation].kind == .silence {
      guard let key = event.values(of: sources.correlations[use.correlation].groupBy[use.source]) else {
        continue
      }
      silence[use.correlation].keep(of: event.id, key, record: record)
    }
  }

  /// The record of the event that an alert of a silence names, where it is kept.
  package func lastRecord(of alert: CorrelationAlert) -> [UInt8]? {
    silence[alert.correlation].record(of: alert.group)
  }
}

extension Correlation {
  /// Whether it is about the sources that events come from.
  var isOfSources: Bool { sources.isEmpty && groupBy == [["source"]] }

  /// Whether every event counts, of whatever rule.
  var isOfAllEvents: Bool { kind == .silence && sources.isEmpty }

  /// The group of an event, of a silence of all events.
  fileprivate func key(of beat: Beat) -> [String]? {
    guard isOfAllEvents else { return nil }
    return isOfSources ? beat.source.map { [$0] } : [beat.account]
  }
}
