/// Writes times as CloudTrail's records have them. All take milliseconds since 1970, UTC.
enum DemoClock {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Year, month and day of a count of days since 1970 (the proleptic Gregorian calendar).
  private static func civil(_ days: Int64) -> (year: Int, month: Int, day: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (Int(year), Int(month), Int(dayOfYear - (153 * shifted + 2) / 5 + 1))
  }

  private static func split(_ time: Int64) -> (days: Int64, second: Int) {
    let seconds = time >= 0 ? time / 1000 : (time - 999) / 1000
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    return (days, Int(seconds - days * 86_400))
  }

  private static func two(_ number: Int, _ buffer: inout [UInt8]) {
    buffer.append(48 + UInt8(number / 10 % 10))
    buffer.append(48 + UInt8(number % 10))
  }

  /// `2026-11-01T00:00:00Z`, as in `eventTime`; the second is rounded down.
  static func writeTimestamp(_ time: Int64, into buffer: inout [UInt8]) {
    let (days, second) = split(time)
    let (year, month, day) = civil(days)
    two(year / 100, &buffer)
    two(year, &buffer)
    buffer.append(UInt8(ascii: "-"))
    two(month, &buffer)
    buffer.append(UInt8(ascii: "-"))
    two(day, &buffer)
    buffer.append(UInt8(ascii: "T"))
    two(second / 3600, &buffer)
    buffer.append(UInt8(ascii: ":"))
    two(second / 60 % 60, &buffer)
    buffer.append(UInt8(ascii: ":"))
    two(second % 60, &buffer)
    buffer.append(UInt8(ascii: "Z"))
  }

  /// `Nov 1, 2026, 1:33:28 PM`, as IAM and STS write dates inside `responseElements`.
  static func writeSpokenDate(_ time: Int64, into buffer: inout [UInt8]) {
    let (days, second) = split(time)
    let (year, month, day) = civil(days)
    let hour = second / 3600
    let spoken =
      "\(months[month - 1]) \(day), \(year), \(hour % 12 == 0 ? 12 : hour % 12):"
    buffer.append(contentsOf: spoken.utf8)
    two(second / 60 % 60, &buffer)
    buffer.append(UInt8(ascii: ":"))
    two(second % 60, &buffer)
    buffer.append(contentsOf: (hour < 12 ? " AM" : " PM").utf8)
  }

  /// `eventTime`'s form as a string.
  static func timestamp(_ time: Int64) -> String {
    var buffer: [UInt8] = []
    writeTimestamp(time, into: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }
}
