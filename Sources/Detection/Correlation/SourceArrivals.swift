import CloudTrail

/// How far each source has come: up to which moment what is silent in it is silent, and not on its way.
///
/// A source is judged by what it brings itself, so that one which lags behind the others holds up nobody's silences but those of its own
/// accounts, and these by no more than it lags. Where a source brings events out of their order, the moment is as far before its newest
/// event as anything came late within the last hour. So nobody is said to be silent whose events are late as others' were, and nothing
/// late puts silences off for good.
struct SourceArrivals: Sendable {
  /// By name; the empty one for a source whose name was not told.
  private var sources: [String: SourceArrival] = [:]
  /// The newest event that earlier runs knew.
  var known = Int64.min
  private var started: Int64?

  /// Takes note of an event.
  /// - Parameter asked: when silences were last looked for, in milliseconds.
  mutating func take(_ time: Int64, of source: String, asked: Int64?) {
    sources[source, default: SourceArrival(newest: known)].take(time, asked: asked)
  }

  /// Takes note of the time, before ``moment(of:at:)`` is asked.
  mutating func look(at now: Int64, isCaughtUp: Bool) {
    started = started ?? now
    for name in sources.keys { sources[name]?.look(at: now, isCaughtUp: isCaughtUp) }
  }

  /// Up to when all has come that some sources will bring; of all of them where none is named. One that is a day behind the others holds up
  /// nobody any more. Nil where that is not known, for the past is being read.
  func moment(of names: [String], at now: Int64) -> Int64? {
    let asked = names.isEmpty ? Array(sources.values) : names.compactMap { sources[$0] }
    guard let newest = asked.map(\.newest).max() else { return earlier(at: now) }
    var moment = now
    for source in asked where source.newest >= newest - CorrelationEngine.lateness {
      guard let settled = source.settled(at: now) else { return nil }
      moment = min(moment, settled)
    }
    return moment
  }

  /// The same where nothing has come in this run.
  private func earlier(at now: Int64) -> Int64? {
    guard let started, now - started >= SourceArrival.settling, known > .min else { return nil }
    return min(now, known)
  }
}

/// How far one source has come. All in milliseconds.
private struct SourceArrival: Sendable {
  /// For how long nothing of long ago may come before what has come is taken for all there is.
  static let settling: Int64 = 15_000
  /// How late events were is remembered for so long at least, and for twice as long at most.
  static let memory: Int64 = 3_600_000

  private(set) var newest: Int64
  /// How far behind the newest event one came since the last look, at most; in the hour that goes on, and in the one before.
  private var fresh: Int64 = 0
  private var thisHour: Int64 = 0
  private var lastHour: Int64 = 0
  private var hourStart: Int64?
  /// Something came since the last look that had happened more than a day before.
  private var isOld = false
  private var calmSince: Int64?

  init(newest: Int64) { self.newest = newest }

  mutating func take(_ time: Int64, asked: Int64?) {
    if time < newest { fresh = max(fresh, newest - time) }
    if let asked, time < asked - CorrelationEngine.lateness { isOld = true }
    newest = max(newest, time)
  }

  mutating func look(at now: Int64, isCaughtUp: Bool) {
    if isOld || calmSince == nil { (isOld, calmSince) = (false, now) }
    let start = hourStart ?? now
    if now - start >= SourceArrival.memory {
      (lastHour, thisHour, hourStart) = (now - start < 2 * SourceArrival.memory ? thisHour : 0, 0, now)
    } else {
      hourStart = start
    }
    // Of the past, that is read in whatever order, nothing is late.
    if isCaughtUp { thisHour = max(thisHour, fresh) }
    fresh = 0
  }

  /// Up to when all has come; nil while the past is being read.
  func settled(at now: Int64) -> Int64? {
    guard let calmSince, now - calmSince >= SourceArrival.settling else { return nil }
    let late = max(thisHour, lastHour)
    // A silence allows for some lateness itself.
    return late > SilenceMemory.allowance ? newest - late : newest
  }
}
