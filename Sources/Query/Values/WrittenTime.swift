import CloudTrail

/// A moment as `--since`, `--until` and the palette take it.
package enum WrittenTime {
  /// A duration before `now` (`90s 15m 24h 7d 2w`), or a time by RFC 3339, of which the seconds, the clock and the zone may be left out.
  /// Nil for anything else, and for a duration that begins before the years of RFC 3339.
  package static func parse(_ text: String, now: Timestamp) -> Timestamp? {
    if let duration = milliseconds(text) {
      let moment = Timestamp(milliseconds: now.milliseconds - duration)
      return moment >= firstYear ? moment : nil
    }
    return moment(text)
  }

  /// A time alone, as ``parse(_:now:)`` takes it.
  package static func moment(_ text: String) -> Timestamp? {
    Timestamp(text) ?? Timestamp(withSeconds(text)) ?? Timestamp(text + "T00:00:00Z")
  }

  /// 0000-01-01T00:00:00Z.
  private static var firstYear: Timestamp { Timestamp(milliseconds: -62_167_219_200_000) }

  /// A duration in milliseconds (`90s 15m 24h 7d 2w`); nil for anything else.
  package static func milliseconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = [
      "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
    ]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0 else {
      return nil
    }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? nil : product
  }

  /// `2026-11-01T00:00Z` with the seconds it leaves out.
  private static func withSeconds(_ text: String) -> String {
    let head = text.prefix(16)
    return "\(head):00\(text.dropFirst(16))"
  }
}
