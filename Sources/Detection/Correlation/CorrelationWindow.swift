import CloudTrail
import Query

/// The events of one group of one correlation, within its timespan and the time that late ones are waited for.
///
/// The window of an event holds those that came at most a timespan before it. An event whose window meets the condition alerts,
/// unless one of the group alerted within a timespan of it: a burst alerts once. A late event is put in its place, and every window
/// that it lies in is looked at again.
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

  /// By time, then by id.
  private(set) var entries: [Entry] = []
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
    guard entries.isEmpty || entry.time >= oldest else { return [] }
    var place = firstIndex { !$0.isBefore(entry) }
    if place < entries.count, entries[place].event.id == entry.event.id, entries[place].time == entry.time {
      guard entries[place].sources | entry.sources != entries[place].sources else { return [] }
      entries[place].sources |= entry.sources
    } else {
      entries.insert(entry, at: place)
    }
    let expired = firstIndex { $0.time >= oldest }
    entries.removeFirst(expired)
    alerted.removeAll { $0 < oldest - rule.timespan }
    place -= expired
    let alerts = windows(from: place, of: rule)
    if entries.count > rule.mostEntries { dropOne(of: rule) }
    return alerts
  }

  /// The windows of the entry at `place` and of those it lies in that alert now.
  private mutating func windows(from place: Int, of rule: Correlation) -> [ArraySlice<Entry>] {
    var alerts: [ArraySlice<Entry>] = []
    let end = entries[place].time + rule.timespan
    var low = 0
    for index in place..<entries.count where entries[index].time <= end {
      let time = entries[index].time
      while entries[low].time < time - rule.timespan { low += 1 }
      guard !alerted.contains(where: { abs($0 - time) <= rule.timespan }) else { continue }
      let window = entries[low...index]
      guard rule.holds(for: window) else { continue }
      alerted.insert(time, at: alerted.firstIndex { $0 > time } ?? alerted.count)
      alerts.append(window)
    }
    return alerts
  }

  /// Makes room: an event whose value a later one has too is needed least, else the oldest.
  private mutating func dropOne(of rule: Correlation) {
    guard rule.kind == .valueCount else {
      entries.removeFirst()
      return
    }
    var later: Set<[String]> = []
    var repeated = 0
    for index in entries.indices.reversed() {
      if let value = entries[index].value, !later.insert(value).inserted { repeated = index }
    }
    entries.remove(at: repeated)
  }

  /// The first place of which all that follow satisfy `isBehind` too.
  private func firstIndex(where isBehind: (Entry) -> Bool) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(entries[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension CorrelationWindow.Entry {
  fileprivate func isBefore(_ other: Self) -> Bool {
    time == other.time ? event.id.utf8.lexicographicallyPrecedes(other.event.id.utf8) : time < other.time
  }
}

extension Correlation {
  /// The most events that a group keeps: enough for any condition to be met, and for what comes late.
  fileprivate var mostEntries: Int {
    let needed = 2 * ((condition?.highest ?? 0) + 1)
    // Each window of value_count is counted anew, so it is kept shorter; events that repeat a value make room first.
    return kind == .valueCount ? 256 + needed : max(4096, needed)
  }

  /// Whether the events, oldest first, meet the condition.
  fileprivate func holds(for window: ArraySlice<CorrelationWindow.Entry>) -> Bool {
    switch kind {
    case .eventCount: return condition?.holds(window.count) ?? false
    case .valueCount: return condition?.holds(Set(window.compactMap(\.value)).count) ?? false
    case .temporal:
      let seen = window.reduce(0) { $0 | $1.sources }
      return condition?.holds(seen.nonzeroBitCount) ?? (seen.nonzeroBitCount == sources.count)
    case .temporalOrdered: return isOrdered(window)
    case .firstSeen, .silence: return false
    }
  }

  /// Whether each source has an event, none before that of the source before it; times are known to the second only, so equal ones
  /// count as ordered either way.
  private func isOrdered(_ window: ArraySlice<CorrelationWindow.Entry>) -> Bool {
    var earliest = Int64.min
    var taken: Set<Int> = []
    for source in sources.indices {
      let bit: UInt64 = 1 << UInt64(source)
      let next = window.indices.first { index in
        window[index].sources & bit != 0 && window[index].time >= earliest && !taken.contains(index)
      }
      guard let next else { return false }
      earliest = window[next].time
      taken.insert(next)
    }
    return true
  }
}
