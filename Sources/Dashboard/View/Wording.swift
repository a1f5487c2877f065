import CloudTrail
import Query
import Text

/// Numbers and times as the screen writes them.
enum Wording {
  /// A length of time in its one largest unit: `42s`, `31m`, `4h`, `13d`.
  static func age(seconds: Int64) -> String {
    switch max(0, seconds) {
    case let short where short < 60: "\(short)s"
    case let minutes where minutes < 3600: "\(minutes / 60)m"
    case let hours where hours < 2 * 86_400: "\(hours / 3600)h"
    case let days: "\(days / 86_400)d"
    }
  }

  static func age(from moment: Timestamp, to now: Timestamp) -> String {
    age(seconds: now.seconds - moment.seconds)
  }

  static func state(_ state: AlertState) -> String {
    switch state {
    case .open: "open"
    case .acknowledged: "ack"
    case .muted: "muted"
    }
  }

  /// The length of a window: `24h`, `90m`, `7d`, in whole units where it has them.
  static func span(seconds: Int64) -> String {
    switch seconds {
    case let days where days >= 2 * 86_400: "\((days + 43_200) / 86_400)d"
    case let hours where hours >= 2 * 3600: "\((hours + 1800) / 3600)h"
    case let minutes where minutes >= 120: "\((minutes + 30) / 60)m"
    default: "\(seconds)s"
    }
  }

  /// The width of a column of the timeline: `15 min`, `2 h`.
  static func columnWidth(seconds: Int) -> String {
    switch seconds {
    case let days where days % 86_400 == 0: "\(days / 86_400) d"
    case let hours where hours % 3600 == 0: "\(hours / 3600) h"
    case let minutes where minutes % 60 == 0: "\(minutes / 60) min"
    default: "\(seconds) s"
    }
  }

  /// A count in at most 6 columns, below 10,000,000,000: `9,999`, `48.2k`, `1.2M`, `3.4G`.
  static func compact(_ number: Int) -> String {
    for (unit, size) in [("G", 1_000_000_000), ("M", 1_000_000), ("k", 1000)]
    where number >= max(size, 10_000) {
      return number >= 100 * size
        ? "\(number / size)\(unit)" : "\(number / size).\(number % size * 10 / size)\(unit)"
    }
    return grouped(number)
  }

  /// `part` of `whole` in at most 4 columns: `0%`, `0.2%`, `38%`, `100%`.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard part > 0, whole > 0 else { return "0%" }
    let tenths = (part * 1000 + whole / 2) / whole
    if tenths == 0 { return "<.1%" }
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)%" : "\((part * 100 + whole / 2) / whole)%"
  }

  /// Bytes in the unit of 1,000s that they have at least one of: `812 B`, `1.6 kB`, `12 GB`.
  static func bytes(_ number: Int) -> String {
    for (unit, size) in [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)]
    where number >= size {
      return number >= 10 * size
        ? "\(grouped(number / size)) \(unit)" : "\(number / size).\(number % size * 10 / size) \(unit)"
    }
    return "\(number) B"
  }

  /// An amount with its cents: `1,204.07`.
  static func dollars(_ amount: Double) -> String {
    let cents = Int(min(max(amount * 100, 0), 1e15).rounded())
    return "\(grouped(cents / 100)).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }

  /// `1 event`, `2 events`.
  static func counted(_ number: Int, _ one: String, _ many: String) -> String {
    "\(grouped(number)) \(number == 1 ? one : many)"
  }
}
