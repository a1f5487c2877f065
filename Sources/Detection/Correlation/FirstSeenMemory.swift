import CloudTrail
import Query

/// The values that the groups of a first_seen have had, in event time.
///
/// A value is new where the group has not had it within a timespan before. A group alerts once it was learnt for the baseline: no group is
/// older than the correlation, so neither alerts before. Which events a value had matters not, so a copy changes nothing; a late event
/// alerts unless the group has had its value since. Beyond its bounds it is quiet, never loud.
struct FirstSeenMemory: Sendable {
  struct Bounds: Sendable {
    /// Values of a group: one with more is quiet until a timespan has passed without any that found no place.
    var valuesOfGroup = 1000
    /// Values in all, and groups: the half of the groups that had no news the longest is forgotten, and learnt anew.
    var values = 250_000
    var groups = 50_000
  }

  /// All in milliseconds.
  struct Spans: Sendable {
    let timespan: Int64
    let baseline: Int64
    let lateness: Int64
  }

  fileprivate struct Group: Sendable {
    var since: Int64
    var newest: Int64
    var overflowed: Int64?
    var values: [[String]: (first: Int64, last: Int64)] = [:]
  }

  private let bounds: Bounds
  private var groups: [[String]: Group] = [:]
  /// Of all groups.
  private(set) var valueCount = 0
  var groupCount: Int { groups.count }

  init(bounds: Bounds = Bounds()) { self.bounds = bounds }

  /// Takes the value of events that happened within a day, of which the first comes in its turn; says what is new about it.
  mutating func take(
    _ value: [String], from first: Int64, through last: Int64, of key: [String], _ spans: Spans
  ) -> FirstSeenReason? {
    makeRoom(for: key)
    // Where it lies: most events change no more than a time.
    return groups[key, default: Group(since: first, newest: first)]
      .take(value, first, last, spans, bounds, &valueCount)
  }

  private mutating func makeRoom(for key: [String]) {
    guard valueCount >= bounds.values || (groups.count >= bounds.groups && groups[key] == nil) else { return }
    let times = groups.values.map(\.newest).sorted()
    let middle = times[times.count / 2]
    groups = groups.filter { $0.value.newest > middle }
    valueCount = groups.values.reduce(0) { $0 + $1.values.count }
  }

  // MARK: From one run to the next

  /// What is known of a group, and of one of its values.
  func learnt(_ key: [String], _ value: [String]) -> (Learnt.Group, Learnt.Value?)? {
    guard let group = groups[key] else { return nil }
    let known = Learnt.Group(
      since: Timestamp(milliseconds: group.since), newest: Timestamp(milliseconds: group.newest),
      overflowed: group.overflowed.map(Timestamp.init(milliseconds:)))
    let span = group.values[value].map { value in
      Learnt.Value(
        first: Timestamp(milliseconds: value.first), last: Timestamp(milliseconds: value.last))
    }
    return (known, span)
  }

  /// Takes what an earlier run knew of a group.
  mutating func learn(_ known: Learnt.Group, of key: [String], values: [[String]: Learnt.Value]) {
    makeRoom(for: key)
    var group = Group(
      since: known.since.milliseconds, newest: known.newest.milliseconds,
      overflowed: known.overflowed?.milliseconds)
    for (value, span) in values.prefix(bounds.valuesOfGroup) {
      group.values[value] = (span.first.milliseconds, span.last.milliseconds)
    }
    groups[key] = group
    valueCount += group.values.count
  }
}

extension FirstSeenMemory.Group {
  /// Takes a value; says what is new about it.
  /// - Parameters:
  ///   - first: when it first was met, of some events within a day.
  ///   - last: when it last was, of these.
  ///   - count: of the values of all groups.
  fileprivate mutating func take(
    _ value: [String], _ first: Int64, _ last: Int64, _ spans: FirstSeenMemory.Spans,
    _ bounds: FirstSeenMemory.Bounds, _ count: inout Int
  ) -> FirstSeenReason? {
    guard first >= newest - spans.lateness else { return nil }
    let before = values.count
    defer { count += values.count - before }
    if first - newest > spans.timespan { self = FirstSeenMemory.Group(since: first, newest: first) }
    since = min(since, first)
    newest = max(newest, last)
    if let known = values[value], known.last >= first - spans.timespan {
      if first < known.first || last > known.last {
        values[value] = (min(known.first, first), max(known.last, last))
      }
      return nil
    }
    guard hasRoom(for: value, bounds, oldest: newest - spans.lateness - spans.timespan) else {
      overflowed = max(overflowed ?? .min, last)
      return nil
    }
    let isLearnt = isLearnt(at: first, spans)
    let known = isLearnt ? values.values.count { $0.last >= first - spans.timespan } : 0
    values[value] = (first, last)
    guard isLearnt else { return nil }
    return FirstSeenReason(value: value, since: Timestamp(milliseconds: since), known: known)
  }

  /// Whether another value can be remembered; forgets those that no event can ask for any more.
  private mutating func hasRoom(
    for value: [String], _ bounds: FirstSeenMemory.Bounds, oldest: Int64
  ) -> Bool {
    guard values.count >= bounds.valuesOfGroup, values[value] == nil else { return true }
    values = values.filter { $0.value.last >= oldest }
    return values.count < bounds.valuesOfGroup
  }

  private func isLearnt(at time: Int64, _ spans: FirstSeenMemory.Spans) -> Bool {
    since <= time - spans.baseline && overflowed.map { $0 < time - spans.timespan } ?? true
  }
}
