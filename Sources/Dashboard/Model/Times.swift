import CloudTrail

/// How this session writes times: by UTC or by the local clock, as clock times or as ages. Every time on the
/// screen is written here.
struct Times: Sendable {
  /// Where times are written as ages. Windows and the timeline's axis are places in time, and stay clock times.
  enum Form: String, CaseIterable, Hashable, Sendable {
    /// As suits the pane: clock times for events, ages for "last seen".
    case mixed
    case relative, absolute

    mutating func advance() {
      let all = Form.allCases
      self = all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
  }

  var form: Form
  var zone: Zone
  var now: Timestamp

  /// The moment as the zone's calendar and clocks show it.
  func civil(_ moment: Timestamp) -> CivilTime { CivilTime(seconds: seconds(moment)) }

  /// Seconds since the epoch as the zone's clocks count them.
  func seconds(_ moment: Timestamp) -> Int64 {
    let sum = moment.seconds.addingReportingOverflow(Int64(zone.offset(moment.seconds)))
    return sum.overflow ? moment.seconds : sum.partialValue
  }

  /// `14:03:21`.
  func clock(_ moment: Timestamp) -> String { civil(moment).clock }

  /// `14:03`.
  func minute(_ moment: Timestamp) -> String { String(clock(moment).prefix(5)) }

  /// `11-01`: month and day.
  func day(_ moment: Timestamp) -> String { String(civil(moment).date.suffix(5)) }

  /// What tells a clock time's zone: `Z`, else the offset as `+01:00`.
  func offset(at moment: Timestamp) -> String {
    let seconds = zone.offset(moment.seconds)
    guard seconds != 0 else { return "Z" }
    let minutes = abs(seconds) / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(seconds < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// RFC 3339, with the zone's offset.
  func whole(_ moment: Timestamp) -> String {
    let civil = civil(moment)
    return "\(civil.date)T\(civil.clock)\(offset(at: moment))"
  }

  /// The ends of a window: `14:00-16:30`; in seconds where it is shorter than two minutes, with days where it
  /// began a day ago or more.
  func window(_ window: TimeWindow) -> String {
    let length = (window.until ?? now).milliseconds - (window.since ?? now).milliseconds
    let hasDate = now.seconds - (window.since ?? window.until ?? now).seconds >= 86_400
    func text(_ moment: Timestamp) -> String {
      let clock = length < 120_000 ? clock(moment) : minute(moment)
      return hasDate ? "\(day(moment)) \(clock)" : clock
    }
    let until = window.until.map(text) ?? "now"
    return "\(window.since.map(text) ?? "")\(hasDate ? " - " : "-")\(until)"
  }

  /// `2m ago`.
  func ago(_ moment: Timestamp) -> String { "\(Wording.age(from: moment, to: now)) ago" }

  /// The first moment from `start` on that is a whole multiple of `step` seconds by the zone's clocks, if it comes
  /// within so many seconds.
  func round(_ step: Int, from start: Timestamp, within seconds: Int) -> CivilTime? {
    let begin = self.seconds(start)
    let past = begin - begin.flooredQuotient(Int64(step)) * Int64(step)
    let wait = past == 0 ? 0 : Int64(step) - past
    return wait < Int64(seconds) ? CivilTime(seconds: begin + wait) : nil
  }

  // MARK: As the form asks

  /// When an event happened, in a line of its own: `14:03:21`, with the day where that is not clear, or
  /// `2m ago`.
  func event(_ moment: Timestamp, hasDate: Bool) -> String {
    if form == .relative { return ago(moment) }
    return hasDate ? "\(day(moment)) \(clock(moment))" : clock(moment)
  }

  /// When something was last seen: `2m`, or the clock time, or the day of what was not today; at most 5 columns.
  func last(_ moment: Timestamp) -> String {
    guard form == .absolute else { return Wording.age(from: moment, to: now) }
    return civil(moment).date == civil(now).date ? minute(moment) : day(moment)
  }

  /// One moment in a title: `14:03:21Z`, or `2m ago`.
  func moment(_ moment: Timestamp) -> String {
    form == .relative ? ago(moment) : clock(moment) + offset(at: moment)
  }
}

extension Model {
  /// How times are written now.
  var times: Times { Times(form: timeForm, zone: isLocal ? settings.zone : .utc, now: now) }

  mutating func toggleZone() { isLocal.toggle() }
}
