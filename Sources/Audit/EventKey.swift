import CloudTrail

/// What makes two records copies of one event: the `eventID`, or for a record without one the hash of its own bytes
/// (DESIGN, Duplicate; COUNTING 19).
package struct EventKey: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

  /// The key of `event`, and whether it alone gives the `eventID` back.
  package static func of(_ event: EventView) -> (key: EventKey, isUUID: Bool) {
    guard let id = event.eventID else { return (EventKey(hashing: event.recordBytes, kind: 0), false) }
    if id.isPlain, let uuid = EventKey(uuid: id.raw) { return (uuid, true) }
    return (id.withUTF8 { EventKey(hashing: $0, kind: 1) }, false)
  }

  /// The key of a UUID in its canonical lower-case form; nil for any other text, whose bytes would not come back the same.
  private init?(uuid text: UnsafeBufferPointer<UInt8>) {
    guard text.count == 36 else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    for index in 0..<36 {
      let byte = text[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte &- UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte &- UInt8(ascii: "a") &+ 10
      default: return nil
      }
      if index < 18 { halves.0 = halves.0 << 4 | UInt64(digit) } else { halves.1 = halves.1 << 4 | UInt64(digit) }
    }
    self.init(high: halves.0, low: halves.1)
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
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
      let half = index < 16 ? high : low
      let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - index % 16 * 4)) & 0xF
      text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
