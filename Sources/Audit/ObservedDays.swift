import CloudTrail
import Detection

/// What first_seens that look at names alone are told of events that come in no order: of those of a day and a group the first and the
/// last.
struct ObservedDays: Sendable {
  /// An event of a rule that such a first_seen is of.
  struct Sighting: Sendable {
    /// The rule's place in ``CorrelationSources``.
    let rule: Int
    /// What the event is counted by, by its number in ``Groups``.
    let group: UInt32
    let time: Timestamp
    let key: EventKey
  }

  /// A day's sightings of one group and rule.
  struct Day: Sendable {
    let rule: Int
    let group: UInt32
    fileprivate(set) var first: Timestamp
    fileprivate(set) var firstKey: EventKey
    fileprivate(set) var last: Timestamp
  }

  private struct Place: Hashable {
    let group: UInt32
    let rule: UInt32
    let number: Int64

    /// In one word, as there is one for many an event.
    func hash(into hasher: inout Hasher) {
      let mixed = UInt64(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15
      hasher.combine((UInt64(group) << 32 | UInt64(rule)) ^ mixed)
    }
  }

  private var days: [Place: Day] = [:]

  var all: some Collection<Day> { days.values }

  mutating func take(_ sighting: Sighting) {
    let place = Place(
      group: sighting.group, rule: UInt32(sighting.rule),
      number: sighting.time.milliseconds.flooredQuotient(ObservedDay.length))
    days[place, default: Day(sighting)].add(sighting)
  }
}

extension ObservedDays.Day {
  /// One event is a day's first and last.
  init(_ sighting: ObservedDays.Sighting) {
    (rule, group) = (sighting.rule, sighting.group)
    (first, firstKey, last) = (sighting.time, sighting.key, sighting.time)
  }

  /// Of two at one time the lesser key is first, so that the order of reading matters not.
  fileprivate mutating func add(_ one: ObservedDays.Sighting) {
    // As numbers: what Comparable brings is not specialised for a type of another room.
    if one.time.milliseconds > last.milliseconds { last = one.time }
    if (one.time.milliseconds, one.key) < (first.milliseconds, firstKey) {
      (first, firstKey) = (one.time, one.key)
    }
  }
}
