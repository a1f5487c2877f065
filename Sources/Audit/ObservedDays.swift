import CProcessor
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
    fileprivate let number: Int64
    fileprivate(set) var first: Timestamp
    fileprivate(set) var firstKey: EventKey
    fileprivate(set) var last: Timestamp
  }

  private(set) var all: [Day] = []
  /// By hash the place in ``all`` plus one, 0 where free; the length is a power of two.
  private var slots = [UInt32](repeating: 0, count: 1024)
  /// Whoever chooses names and times must not choose which of them collide.
  private let seed = UInt64.random(in: .min ... .max) | 1

  /// How many sightings ahead a day is fetched, and before it its slot: waiting for them each time would cost more than all else.
  private static let lookAhead = 8

  mutating func take(_ sightings: [Sighting]) {
    for (index, sighting) in sightings.enumerated() {
      let (next, second) = (index + Self.lookAhead, index + 2 * Self.lookAhead)
      if next < sightings.count { prefetchDay(of: sightings[next]) }
      if second < sightings.count { prefetchSlot(of: sightings[second]) }
      take(sighting)
    }
  }

  private mutating func take(_ sighting: Sighting) {
    let number = sighting.dayNumber
    var slot = firstSlot(of: sighting)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if all[place].group == sighting.group, all[place].rule == sighting.rule, all[place].number == number {
        return all[place].add(sighting)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    all.append(Day(sighting))
    slots[slot] = UInt32(all.count)
    if all.count * 2 > slots.count { grow() }
  }

  private func prefetchSlot(of sighting: Sighting) {
    let slot = firstSlot(of: sighting)
    slots.withUnsafeBufferPointer { slots in
      if let start = slots.baseAddress { iw_prefetch(start + slot) }
    }
  }

  /// Whatever day is in its first slot: most often it is its own.
  private func prefetchDay(of sighting: Sighting) {
    let place = Int(slots[firstSlot(of: sighting)]) - 1
    guard place >= 0 else { return }
    all.withUnsafeBufferPointer { days in
      if let start = days.baseAddress { iw_prefetch(start + place) }
    }
  }

  private func firstSlot(of sighting: Sighting) -> Int {
    hash(sighting.rule, sighting.group, sighting.dayNumber) & (slots.count - 1)
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (place, day) in all.enumerated() {
      var slot = hash(day.rule, day.group, day.number) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(place + 1)
    }
    slots = larger
  }

  @inline(__always)
  private func hash(_ rule: Int, _ group: UInt32, _ number: Int64) -> Int {
    let pair = UInt64(truncatingIfNeeded: rule) << 32 | UInt64(group)
    let product = (pair ^ seed).multipliedFullWidth(by: UInt64(bitPattern: number) ^ 0x9E37_79B9_7F4A_7C15)
    return Int(truncatingIfNeeded: ((product.high ^ product.low) &* seed) >> 32)
  }
}

extension ObservedDays.Sighting {
  /// Days are counted from the epoch.
  fileprivate var dayNumber: Int64 { time.milliseconds.flooredQuotient(ObservedDay.length) }
}

extension ObservedDays.Day {
  /// One event is a day's first and last.
  init(_ sighting: ObservedDays.Sighting) {
    (rule, group, number) = (sighting.rule, sighting.group, sighting.dayNumber)
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
