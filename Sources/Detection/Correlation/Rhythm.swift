import CloudTrail

/// When a group had events, in event time: ten minutes to a bit, so that copies change nothing and late events fall into their place.
struct Rhythm: Hashable, Sendable {
  /// In milliseconds.
  static let slot: Int64 = 600_000

  /// When the newest event happened, in milliseconds.
  private(set) var newest: Int64
  /// What tells that event from all others.
  private(set) var newestID: String
  /// Of the slots up to the newest event's whether they have one: that of number n at n modulo their count.
  private var words: [UInt64]

  /// - Parameter timespan: for how long a slot is remembered, in milliseconds.
  init(_ time: Int64, _ id: String, timespan: Int64) {
    (newest, newestID) = (time, id)
    words = [UInt64](repeating: 0, count: Int(timespan / Rhythm.slot / 64) + 1)
    set(Rhythm.slot(of: time))
  }

  private var count: Int64 { Int64(words.count * 64) }

  private static func slot(of time: Int64) -> Int64 { time.flooredQuotient(slot) }

  /// Takes an event; says whether anything is known now that was not.
  mutating func take(_ time: Int64, _ id: String) -> Bool {
    let (last, slot) = (Rhythm.slot(of: newest), Rhythm.slot(of: time))
    guard slot > last - count else { return false }
    for passed in stride(from: last + 1, through: min(slot, last + count), by: 1) { clear(passed) }
    let isNew = !has(slot)
    set(slot)
    guard time > newest || (time == newest && newestID.utf8.lexicographicallyPrecedes(id.utf8)) else {
      return isNew
    }
    (newest, newestID) = (time, id)
    return true
  }

  // MARK: What is usual

  /// When the first event known happened, to the slot, in milliseconds.
  var since: Int64 {
    let last = Rhythm.slot(of: newest)
    let first = (last - count + 1...last).first(where: has) ?? last
    return first * Rhythm.slot
  }

  /// The longest time between two events known, to the slot, in milliseconds.
  var longestPause: Int64 {
    let last = Rhythm.slot(of: newest)
    var (longest, previous): (Int64, Int64?) = (0, nil)
    for slot in last - count + 1...last where has(slot) {
      if let previous { longest = max(longest, slot - previous) }
      previous = slot
    }
    return longest * Rhythm.slot
  }

  // MARK: Bits

  private func position(_ slot: Int64) -> Int { Int((slot % count + count) % count) }

  private func has(_ slot: Int64) -> Bool {
    let bit = position(slot)
    return words[bit / 64] & 1 << UInt64(bit % 64) != 0
  }

  private mutating func set(_ slot: Int64) {
    let bit = position(slot)
    words[bit / 64] |= 1 << UInt64(bit % 64)
  }

  private mutating func clear(_ slot: Int64) {
    let bit = position(slot)
    words[bit / 64] &= ~(1 << UInt64(bit % 64))
  }

  // MARK: From one run to the next

  /// The slots up to the newest event's, the oldest first, a bit each from the lowest.
  var kept: [UInt8] {
    let last = Rhythm.slot(of: newest)
    var bytes = [UInt8](repeating: 0, count: words.count * 8)
    for (place, slot) in (last - count + 1...last).enumerated() where has(slot) {
      bytes[place / 8] |= 1 << UInt8(place % 8)
    }
    return bytes
  }

  /// What another run kept, perhaps for another timespan.
  init(_ time: Int64, _ id: String, kept: [UInt8], timespan: Int64) {
    self.init(time, id, timespan: timespan)
    let last = Rhythm.slot(of: time)
    for back in 0..<min(kept.count * 8, Int(count)) {
      let place = kept.count * 8 - 1 - back
      if kept[place / 8] & 1 << UInt8(place % 8) != 0 { set(last - Int64(back)) }
    }
  }
}
