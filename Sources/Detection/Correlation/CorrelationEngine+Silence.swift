import CloudTrail
import Query

/// When silences are looked for, by a clock that a run that goes on asks now and then.
struct SilenceClock: Sendable {
  /// For how long nothing may come out of its order before what has come is taken for all there is, in milliseconds.
  static let settling: Int64 = 15_000

  /// When it was first asked, and last.
  private(set) var started: Int64?
  private(set) var asked: Int64?
  private var calmSince: Int64 = 0
  private var seen = 0

  /// - Parameter late: how many events have come out of their order so far.
  /// - Returns: whether nothing has for a while.
  mutating func isCalm(at now: Int64, late: Int) -> Bool {
    asked = now
    if started == nil || late != seen { (started, calmSince, seen) = (started ?? now, now, late) }
    return now - calmSince >= SilenceClock.settling
  }
}

extension CorrelationEngine {
  /// Takes an event, whatever it is. Where they come in order, says which silence it ends.
  package mutating func take(_ beat: Beat) -> [CorrelationAlert] {
    let time = beat.time.milliseconds
    if watermark > .min, time < watermark - SilenceMemory.allowance { late += 1 }
    if let asked = clock.asked, time < asked - lateness { late += 1 }
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
    let rule = sources.correlations[place]
    // By the newest of all before it: a group's own event is no sign that it was quiet.
    let ended = isInOrder ? silence[place].silence(of: key, at: watermark, rule) : nil
    if silence[place].take(beat, of: key, rule) { noteRhythm(key, of: place) }
    return ended.map { [alert(of: place, key, $0)] } ?? []
  }

  /// Looks for silences now that all has come, which came in order.
  /// - Parameter now: no event is taken to be later.
  package mutating func finish(at now: Timestamp) -> [CorrelationAlert] {
    sources.silences.flatMap { place in
      silence[place].silences(at: min(watermark, now.milliseconds), sources.correlations[place])
        .map { alert(of: place, $0.key, $0.reason) }
    }
  }

  /// Looks for silences while events come: a source's by the clock, for nothing may come any more; of anything else by the newest of all
  /// events, and not while some come out of their order, for then they are on their way.
  /// - Parameter isCaughtUp: whether the sources have brought what happened before they were asked.
  package mutating func tick(_ now: Timestamp, isCaughtUp: Bool) -> [CorrelationAlert] {
    let isCalm = clock.isCalm(at: now.milliseconds, late: late)
    var alerts: [CorrelationAlert] = []
    for place in sources.silences {
      let rule = sources.correlations[place]
      var found: [(key: [String], reason: SilenceReason)] = []
      if rule.isOfSources {
        found = silence[place].silences(
          byClock: now.milliseconds, since: clock.started ?? now.milliseconds, rule)
      } else if isCalm, isCaughtUp {
        found = silence[place].silences(at: min(watermark, now.milliseconds), rule)
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
