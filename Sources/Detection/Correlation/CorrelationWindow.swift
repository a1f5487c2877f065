import CloudTrail
import Query

/// The events of one group of one correlation, within its timespan and the time that late ones are waited for.
///
/// The window of an event holds those that came at most a timespan before it. An event whose window meets the condition alerts,
/// unless one of the group alerted within a timespan of it: a burst alerts once. A late event is put in its place, and every window
/// that it lies in is looked at again. An event that comes in order costs no more for the many before it.
struct CorrelationWindow: Sendable {
  /// One event.
  struct Entry: Sendable {
    let event: Observation
    /// Which of the correlation's sources it is of, a bit each.
    var sources: UInt64
    /// What value_count counts.
    let value: [String]?

    var time: Int64 { event.time.milliseconds }
  }

  /// By time, then by id. Those before ``start`` are forgotten, and leave when they are half of all.
  private var entries: [Entry] = []
  private var start = 0
  /// Where those of each source are, of a temporal correlation.
  private var places = SourcePlaces()
  /// What value_count counts.
  private var values = ValueCounts()
  /// When the group's events alerted, ascending.
  private var alerted: [Int64] = []

  /// The newest event's time.
  var newest: Int64 { entries.last?.time ?? .min }

  /// Takes an event.
  /// - Parameters:
  ///   - lateness: how much later than the newest an event may come, in milliseconds.
  /// - Returns: the windows that alert because of it, each with its last event; none for a copy, or one that comes too late.
  mutating func insert(_ entry: Entry, of rule: Correlation, lateness: Int64) -> [ArraySlice<Entry>] {
    let oldest = max(entry.time, newest).subtractingReportingOverflow(rule.timespan + lateness).partialValue
    guard entries.isEmpty || entry.time >= oldest, let place = put(entry, of: rule) else { return [] }
    start = firstIndex { $0.time >= oldest }
    alerted.removeFirst(alerted.prefix { $0 < oldest - rule.timespan }.count)
    let alerts = windows(from: place, of: rule)
    makeRoom(of: rule)
    return alerts
  }

  /// Puts an event in its place, which is given back; nil for a copy that tells nothing new.
  private mutating func put(_ entry: Entry, of rule: Correlation) -> Int? {
    let place = firstIndex { !$0.isBefore(entry) }
    if place == entries.count {
      entries.append(entry)
      if rule.isTemporal { places.append(entry.sources, to: entries, sources: rule.sources.count) }
      return place
    }
    if entries[place].event.id == entry.event.id, entries[place].time == entry.time {
      guard entries[place].sources | entry.sources != entries[place].sources else { return nil }
      entries[place].sources |= entry.sources
    } else {
      entries.insert(entry, at: place)
    }
    moved(of: rule)
    return place
  }

  /// The windows of the entry at `place` and of those it lies in that alert now.
  private mutating func windows(from place: Int, of rule: Correlation) -> [ArraySlice<Entry>] {
    var alerts: [ArraySlice<Entry>] = []
    let end = entries[place].time + rule.timespan
    for index in place..<entries.count {
      let time = entries[index].time
      if time > end { break }
      let next = firstPlace(in: alerted.indices) { alerted[$0] >= time - rule.timespan }
      if next < alerted.count, alerted[next] <= time + rule.timespan { continue }
      let low = firstIndex { $0.time >= time - rule.timespan }
      guard holds(low..<index + 1, of: rule) else { continue }
      alerted.insert(time, at: next)
      alerts.append(entries[low...index])
    }
    return alerts
  }

  /// The first place of which all that follow satisfy `isBehind` too.
  private func firstIndex(where isBehind: (Entry) -> Bool) -> Int {
    firstPlace(in: start..<entries.count) { isBehind(entries[$0]) }
  }

  /// Entries are at other places than they were.
  private mutating func moved(of rule: Correlation) {
    values = ValueCounts()
    if rule.isTemporal { places = SourcePlaces(entries, sources: rule.sources.count) }
  }

  // MARK: Room

  private mutating func makeRoom(of rule: Correlation) {
    let most = rule.mostEntries
    // Some more than that: so making room is seldom, and costs each event little.
    if entries.count - start > most + most / 4 { drop(entries.count - start - most, of: rule) }
    guard start > entries.count / 2 else { return }
    entries.removeFirst(start)
    start = 0
    moved(of: rule)
  }

  /// Drops events: those whose value a later one has too are needed least, then the oldest.
  private mutating func drop(_ count: Int, of rule: Correlation) {
    guard rule.kind == .valueCount else {
      start += count
      return
    }
    var later: Set<[String]> = []
    let repeated = (start..<entries.count).reversed().filter { place in
      entries[place].value.map { !later.insert($0).inserted } ?? true
    }
    let dropped = Set(repeated.suffix(count))
    let kept = (start..<entries.count).filter { !dropped.contains($0) }
    entries = kept.dropFirst(count - dropped.count).map { entries[$0] }
    start = 0
    moved(of: rule)
  }

  // MARK: Conditions

  /// Whether a stretch of events meets the condition.
  private mutating func holds(_ stretch: Range<Int>, of rule: Correlation) -> Bool {
    switch rule.kind {
    case .eventCount: return rule.condition?.holds(stretch.count) ?? false
    case .valueCount: return rule.condition?.holds(values.different(in: stretch, of: entries)) ?? false
    case .temporal:
      let seen = rule.sources.indices.count { next(of: $0, in: stretch) != nil }
      return rule.condition?.holds(seen) ?? (seen == rule.sources.count)
    case .temporalOrdered: return isOrdered(stretch, of: rule)
    case .firstSeen, .silence: return false
    }
  }

  /// Whether each source has an event, none before that of the source before it; times are known to the second only, so equal ones
  /// count as ordered either way.
  private func isOrdered(_ stretch: Range<Int>, of rule: Correlation) -> Bool {
    var rest = stretch
    var taken: [Int] = []
    for source in rule.sources.indices {
      var found = next(of: source, in: rest)
      while let place = found, taken.contains(place) {
        found = next(of: source, in: place + 1..<rest.upperBound)
      }
      guard let place = found else { return false }
      taken.append(place)
      let time = entries[place].time
      rest = firstPlace(in: rest) { entries[$0].time >= time }..<rest.upperBound
    }
    return true
  }

  /// The first event of a source in a stretch.
  private func next(of source: Int, in stretch: Range<Int>) -> Int? {
    places.first(of: source, in: stretch, of: entries)
  }
}

extension CorrelationWindow.Entry {
  fileprivate func isBefore(_ other: Self) -> Bool {
    time == other.time ? event.id.utf8.lexicographicallyPrecedes(other.event.id.utf8) : time < other.time
  }
}

extension WindowReason {
  init(_ window: ArraySlice<CorrelationWindow.Entry>) {
    (events, rules) = (window.count, window.reduce(0) { $0 | $1.sources }.nonzeroBitCount)
    values = Set(window.compactMap(\.value)).count
    first = window.first?.event.time ?? Timestamp(milliseconds: 0)
    last = window.last?.event.time ?? first
  }
}

extension Correlation {
  fileprivate var isTemporal: Bool { kind == .temporal || kind == .temporalOrdered }

  /// The most events that a group keeps: enough for any condition to be met, and for what comes late.
  fileprivate var mostEntries: Int {
    let needed = 2 * ((condition?.highest ?? 0) + 1)
    // Of value_count events that repeat a value make room first, so it needs fewer.
    return kind == .valueCount ? 256 + needed : max(4096, needed)
  }
}
