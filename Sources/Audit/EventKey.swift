import CloudTrail

/// What makes two records copies of one event: the `eventID`, or for a record without one the hash of its own bytes
/// (DESIGN, Duplicate; COUNTING 19).
package struct EventKey: Hashable, Comparable, Sendable {
  package let high: UInt64
  package let low: UInt64

  init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// In the order of what ``uuid`` spells.
  package static func < (left: EventKey, right: EventKey) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }

  /// The key of `event`, and whether it alone gives the `eventID` back.
  package static func of(_ event: EventView) -> (key: EventKey, isUUID: Bool) {
    guard let id = event.eventID else { return (EventKey(hashing: event.recordBytes, kind: 0), false) }
    if id.isPlain, let uuid = EventKey(uuid: id.raw) { return (uuid, true) }
    return (id.withUTF8 { EventKey(hashing: $0, kind: 1) }, false)
  }

  /// The key of an event with this `eventID`, as ``of(_:)`` gives it.
  init(eventID: String) {
    var text = eventID
    self = text.withUTF8 { EventKey(uuid: $0) ?? EventKey(hashing: $0, kind: 1) }
  }

  /// The key that ``uuid`` spelled.
  init?(spelled text: String) {
    var text = text
    guard let key = text.withUTF8({ EventKey(uuid: $0) }) else { return nil }
    self = key
  }

  /// The key of a UUID in its canonical lower-case form; nil for any other text, whose bytes would not come back the same.
  private init?(uuid text: UnsafeBufferPointer<UInt8>) {
    guard text.count == 36, [8, 13, 18, 23].allSatisfy({ text[$0] == UInt8(ascii: "-") }) else { return nil }
    let raw = UnsafeRawBufferPointer(text)
    func four(_ index: Int) -> UInt64 { UInt64(raw.loadUnaligned(fromByteOffset: index, as: UInt32.self)) }
    guard
      let first = HexDigits.value(raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      let second = HexDigits.value(four(9) | four(14) << 32),
      let third = HexDigits.value(four(19) | four(24) << 32),
      let fourth = HexDigits.value(raw.loadUnaligned(fromByteOffset: 28, as: UInt64.self))
    else { return nil }
    self.init(high: UInt64(first) << 32 | UInt64(second), low: UInt64(third) << 32 | UInt64(fourth))
  }

  /// 128 bits of a hash that is keyed anew for each run, so that nobody can make two records collide.
  private init(hashing bytes: UnsafeBufferPointer<UInt8>, kind: UInt8) {
    self.init(
      high: EventKey.hash(bytes, prefix: kind), low: EventKey.hash(bytes, prefix: kind | 0x80))
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, prefix: UInt8) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(prefix)
    hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  /// The UUID that the key spells.
  package var uuid: String {
    String(unsafeUninitializedCapacity: 36) { text in
      var place = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          text[place] = UInt8(ascii: "-")
          place += 1
        }
        let half = index < 16 ? high : low
        let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - index % 16 * 4)) & 0xF
        text[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        place += 1
      }
      return place
    }
  }
}

/// Eight hexadecimal digits at a time.
private enum HexDigits {
  private static let each: UInt64 = 0x0101_0101_0101_0101
  private static let lowNibbles: UInt64 = 0x0F0F_0F0F_0F0F_0F0F

  /// The number that eight ASCII digits of lower case spell, the first one in the lowest byte; nil for anything else.
  @inline(__always)
  static func value(_ word: UInt64) -> UInt32? {
    let word = UInt64(littleEndian: word)
    // A letter has bit 6 set; its low four bits are nine short of its value.
    let nibbles = (word & lowNibbles) &+ (word >> 6 & each) &* 9
    guard nibbles & ~lowNibbles == 0 else { return nil }
    // Spelling the values again gives the same bytes only if they were digits.
    let isLetter = (nibbles &+ each &* 6) >> 4 & each
    guard nibbles &+ each &* 0x30 &+ isLetter &* 0x27 == word else { return nil }
    var packed = nibbles.byteSwapped
    packed = (packed | packed >> 4) & 0x00FF_00FF_00FF_00FF
    packed = (packed | packed >> 8) & 0x0000_FFFF_0000_FFFF
    return UInt32(truncatingIfNeeded: packed | packed >> 16)
  }
}
