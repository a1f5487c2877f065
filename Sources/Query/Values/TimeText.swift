import CloudTrail

/// A time as a person writes it: RFC 3339, or only its leading parts. It denotes the whole day, minute or
/// second written.
package struct TimeText: Hashable, Sendable {
  /// Its first millisecond.
  package let start: Timestamp
  /// How many milliseconds it lasts; 1 when written with a fraction.
  package let length: Int64

  /// Its last millisecond.
  var end: Timestamp { Timestamp(milliseconds: start.milliseconds + length - 1) }

  var isDay: Bool { length == 86_400_000 }

  /// Reads `2026-11-01`, `2026-11-01T06:00`, and with seconds what ``Timestamp/init(rfc3339:)`` reads;
  /// without a zone it is UTC. Nil for any other text.
  package init?(_ text: UnsafeBufferPointer<UInt8>) {
    if let time = Timestamp(rfc3339: text) {
      (start, length) = (time, text.contains(UInt8(ascii: ".")) ? 1 : 1000)
      return
    }
    guard (10...40).contains(text.count) else { return nil }
    let isDay = text.count == 10
    let clock = isDay ? "T00:00:00" : ":00"
    let completed = Array(text.prefix(16)) + Array(clock.utf8) + text.dropFirst(16)
    guard let time = completed.withUnsafeBufferPointer(Timestamp.init(rfc3339:)) else { return nil }
    (start, length) = (time, isDay ? 86_400_000 : 60_000)
  }

  /// ``init(_:)-(UnsafeBufferPointer<UInt8>)`` for text of a filter.
  package init?(_ text: some StringProtocol) {
    guard let time = Array(text.utf8).withUnsafeBufferPointer({ TimeText($0) }) else { return nil }
    self = time
  }
}
