import CloudTrail

/// What is unusual about the day or the hour of a principal's latest event, in UTC.
package enum UnusualTime: Hashable, Sendable {
  /// It was never seen before on this day of the week, 0 for Sunday.
  case weekday(Int)
  /// It was never seen before in this hour of any day, 0 to 23.
  case hour(Int)
}

/// The hours in which a principal was seen, by day.
struct SeenHours {
  /// A bit an hour, by days since the epoch.
  private var days: [Int64: UInt32] = [:]
  private var last: (day: Int64, hour: Int)?
  private var lastTime = Timestamp(milliseconds: .min)

  /// Fewer days say nothing about a week.
  private static let fewestDays: Int64 = 14

  mutating func add(_ time: Timestamp) {
    let day = time.seconds.flooredQuotient(86_400)
    let hour = Int((time.seconds - day * 86_400) / 3600)
    days[day, default: 0] |= 1 << UInt32(hour)
    if time > lastTime { (last, lastTime) = ((day, hour), time) }
  }

  /// What is unusual about the last event against the days before its own; nil where that is nothing, and where the principal has
  /// not been seen for two weeks before.
  var unusual: UnusualTime? {
    guard let last, let first = days.keys.min(), last.day - first >= SeenHours.fewestDays else { return nil }
    let before = days.filter { $0.key < last.day }
    let weekday = SeenHours.weekday(last.day)
    if !before.keys.contains(where: { SeenHours.weekday($0) == weekday }) { return .weekday(weekday) }
    let hours = before.values.reduce(0, |)
    return hours & 1 << UInt32(last.hour) == 0 ? .hour(last.hour) : nil
  }

  /// 0 for Sunday; the epoch began on a Thursday.
  private static func weekday(_ day: Int64) -> Int { Int(((day + 4) % 7 + 7) % 7) }
}
