import CloudTrail

/// `a..b`, `a..`, `..b`, `>a`, `>=a`, `<b`, `<=b` or `>a..<b`, whatever its ends are.
struct WrittenRange {
  /// An end, with whether the value itself belongs to the range.
  private struct End {
    let text: Substring
    let inclusive: Bool
  }

  private var lower: End?
  private var upper: End?
  /// Written with `<` or `>`: it cannot be meant as text.
  let isComparison: Bool

  /// Nil for a text that is no range.
  init?(_ text: String) {
    let dots = WrittenRange.dots(in: text)
    isComparison = text.hasPrefix("<") || text.hasPrefix(">")
    if let dots {
      let (left, right) = (text[..<dots], text[text.unicodeScalars.index(dots, offsetBy: 2)...])
      guard !(left.isEmpty && right.isEmpty) else { return nil }
      lower = left.isEmpty ? nil : WrittenRange.end(left, sign: ">") ?? End(text: left, inclusive: true)
      upper = right.isEmpty ? nil : WrittenRange.end(right, sign: "<") ?? End(text: right, inclusive: true)
    } else {
      lower = WrittenRange.end(text[...], sign: ">")
      upper = WrittenRange.end(text[...], sign: "<")
      if !isComparison { return nil }
    }
  }

  private static func dots(in text: String) -> String.Index? {
    let scalars = text.unicodeScalars
    return scalars.indices.first { index in
      let next = scalars.index(after: index)
      return scalars[index] == "." && next < scalars.endIndex && scalars[next] == "."
    }
  }

  private static func end(_ text: Substring, sign: Unicode.Scalar) -> End? {
    guard text.unicodeScalars.first == sign else { return nil }
    let rest = text.unicodeScalars.dropFirst()
    if rest.first == "=" { return End(text: Substring(rest.dropFirst()), inclusive: true) }
    return End(text: Substring(rest), inclusive: false)
  }

  /// The range over numbers, nil where an end is none.
  var numbers: NumberRange? {
    let (low, high) = (lower.map(bound), upper.map(bound))
    if case .some(nil) = low { return nil }
    if case .some(nil) = high { return nil }
    return NumberRange(lower: low ?? nil, upper: high ?? nil)
  }

  private func bound(_ end: End) -> NumberRange.Bound? {
    NumberValue(end.text.utf8).map { NumberRange.Bound($0, inclusive: end.inclusive) }
  }

  /// The range over severities, nil where an end is none or nothing lies between them.
  var severities: ClosedRange<Severity>? {
    var (low, high) = (Severity.informational.rawValue, Severity.critical.rawValue)
    if let lower {
      guard let severity = Severity(named: lower.text) else { return nil }
      low = severity.rawValue + (lower.inclusive ? 0 : 1)
    }
    if let upper {
      guard let severity = Severity(named: upper.text) else { return nil }
      high = severity.rawValue - (upper.inclusive ? 0 : 1)
    }
    guard let first = Severity(rawValue: low), let last = Severity(rawValue: high), first <= last else {
      return nil
    }
    return first...last
  }

  /// The range over times, nil where an end is none. A day at an end counts whole; anything finer is its
  /// first moment.
  func times(now: Timestamp) -> TimeRange? {
    var range = TimeRange()
    if let lower {
      guard let time = WrittenRange.time(lower.text, now: now) else { return nil }
      range.from = lower.inclusive ? time.start : Timestamp(milliseconds: time.end.milliseconds + 1)
    }
    if let upper {
      guard let time = WrittenRange.time(upper.text, now: now) else { return nil }
      range.through = upper.inclusive ? time.end : Timestamp(milliseconds: time.start.milliseconds - 1)
    }
    return range
  }

  private static let secondsOfUnit: [UInt8: Int64] = [
    UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
    UInt8(ascii: "w"): 604_800,
  ]

  /// A time as written, or relative to now: its first and, of a day, its last millisecond.
  private static func time(_ text: Substring, now: Timestamp) -> (start: Timestamp, end: Timestamp)? {
    if text == "now" { return (now, now) }
    if let written = TimeText(text) { return (written.start, written.isDay ? written.end : written.start) }
    guard let sign = text.utf8.first, sign == UInt8(ascii: "-"), let unit = text.utf8.last,
      let seconds = WrittenRange.secondsOfUnit[unit]
    else { return nil }
    let digits = text.utf8.dropFirst().dropLast()
    guard (1...6).contains(digits.count),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int64(String(decoding: digits, as: UTF8.self))
    else { return nil }
    let moment = Timestamp(milliseconds: now.milliseconds - count * seconds * 1000)
    return (moment, moment)
  }
}
