import CloudTrail

/// Why a first_seen alerted.
package struct FirstSeenReason: Hashable, Sendable {
  /// What is new.
  package let value: [String]
  /// Since when the group was learnt.
  package let since: Timestamp
  /// How many other values it had within the timespan.
  package let known: Int
}

/// Why a silence alerted.
package struct SilenceReason: Hashable, Sendable {
  /// When the group's newest event happened.
  package let last: Timestamp
  /// What tells that event from all others.
  package let lastID: String
  /// Up to when nothing more had come.
  package let moment: Timestamp
  /// The longest time between two of its events within the timespan, in milliseconds, to ten minutes.
  package let longestPause: Int64
  /// Since when its rhythm was learnt.
  package let since: Timestamp
}

/// What an alert says beside which events came together.
package enum CorrelationReason: Hashable, Sendable {
  case firstSeen(FirstSeenReason)
  case silence(SilenceReason)
}

extension Correlation {
  /// A reason in words: `new action iam:CreateUser for principal arn:…; learnt since 2026-11-01T00:00:00Z, 14 others known`. Values are as
  /// records have them: whoever shows it makes them harmless.
  package func words(_ reason: CorrelationReason, group: [String]) -> String {
    switch reason {
    case .firstSeen(let reason):
      let what = Correlation.named(fields.first ?? [], reason.value)
      let whom = group.isEmpty ? "" : " for \(Correlation.named(groupBy.first ?? [], group))"
      let others = "\(reason.known) \(reason.known == 1 ? "other" : "others") known"
      return "new \(what)\(whom); learnt since \(reason.since.rfc3339), \(others)"
    case .silence(let reason):
      let who = Correlation.named(groupBy.first ?? [], group)
      let quiet = Correlation.span(reason.moment.milliseconds - reason.last.milliseconds)
      let usual = Correlation.span(reason.longestPause)
      return "no event of \(who) for \(quiet), from \(reason.last.rfc3339) to \(reason.moment.rfc3339); "
        + "since \(reason.since.rfc3339) its longest pause was \(usual); next: iamwatch doctor"
    }
  }

  /// `2 d 3 h`, `3 h 10 min`, `10 min`.
  private static func span(_ milliseconds: Int64) -> String {
    let minutes = milliseconds / 60_000
    let (days, hours) = (minutes / 1440, minutes / 60 % 24)
    if days > 0 { return "\(days) d \(hours) h" }
    return hours > 0 ? "\(hours) h \(minutes % 60) min" : "\(minutes) min"
  }

  private static func named(_ names: [String], _ values: [String]) -> String {
    zip(names, values).map { "\($0) \($1)" }.joined(separator: ", ")
  }
}
