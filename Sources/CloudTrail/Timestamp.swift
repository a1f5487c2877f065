/// A moment in UTC, kept to the millisecond (COUNTING 13).
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The beginning of a second; of one that is out of reach, the first or the last moment there is.
  package init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    milliseconds = overflow ? (seconds < 0 ? .min : .max) : product
  }

  // Inlinable, so that comparing and the generic min and max cost other rooms no call: every event passes many.
  @inlinable
  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  /// Whole seconds since the epoch, rounded down.
  package var seconds: Int64 { milliseconds.flooredQuotient(1000) }

  /// `YYYY-MM-DDTHH:MM:SSZ`, rounded down to the second.
  package var rfc3339: String { CivilTime(seconds: seconds).rfc3339 }
}

/// A moment taken apart by the proleptic Gregorian calendar.
package struct CivilTime: Hashable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int

  /// The calendar's reading of `seconds` since the epoch.
  package init(seconds: Int64) {
    let days = seconds.flooredQuotient(86_400)
    let rest = Int(seconds - days * 86_400)
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    // Eras of 400 years that begin on 1 March, so that the leap day is a year's last.
    let shifted = days + 719_468
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// Days from the epoch to a date of the calendar.
  static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
    let marchYear = Int64(month <= 2 ? year - 1 : year)
    let era = marchYear.flooredQuotient(400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// `HH:MM:SS`.
  package var clock: String { "\(two(hour)):\(two(minute)):\(two(second))" }

  /// `YYYY-MM-DD`.
  package var date: String { "\(four(year))-\(two(month))-\(two(day))" }

  /// `YYYY-MM-DDTHH:MM:SSZ`.
  package var rfc3339: String {
    var bytes: [UInt8] = []
    appendRFC3339(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``rfc3339``, without a string in between: a snapshot writes tens of thousands of times.
  package func appendRFC3339(to bytes: inout [UInt8]) {
    guard (0...9999).contains(year) else {
      bytes.append(contentsOf: "\(date)T\(clock)Z".utf8)
      return
    }
    func append(_ number: Int, then mark: UInt8) {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
      bytes.append(mark)
    }
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: year / 1000))
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: year / 100 % 10))
    append(year % 100, then: UInt8(ascii: "-"))
    append(month, then: UInt8(ascii: "-"))
    append(day, then: UInt8(ascii: "T"))
    append(hour, then: UInt8(ascii: ":"))
    append(minute, then: UInt8(ascii: ":"))
    append(second, then: UInt8(ascii: "Z"))
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func four(_ number: Int) -> String {
    let digits = "\(abs(number))"
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  package func flooredQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
