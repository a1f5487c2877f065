import CloudTrail
import Query

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

/// What came together in a window.
package struct WindowReason: Hashable, Sendable {
  package let events: Int
  /// How many of the correlation's rules they matched.
  package let rules: Int
  /// How many different values value_count found in them; 0 of all others.
  package let values: Int
  package let first: Timestamp
  package let last: Timestamp
}

/// Why a correlation alerted.
package enum CorrelationReason: Hashable, Sendable {
  case window(WindowReason)
  case firstSeen(FirstSeenReason)
  case silence(SilenceReason)
}

extension Correlation {
  /// A reason in words: `new action iam:CreateUser for principal arn:…; learnt since 2026-11-01T00:00:00Z, 14 others known`. Values are as
  /// records have them: whoever shows it makes them harmless.
  package func words(_ reason: CorrelationReason, group: [String]) -> String {
    switch reason {
    case .window(let reason):
      let whose = group.isEmpty ? "" : " of \(Correlation.named(groupBy.first ?? [], group))"
      let span = Correlation.span(reason.last.milliseconds - reason.first.milliseconds)
      return "\(count(reason))\(whose) within \(span), from \(reason.first.rfc3339) to \(reason.last.rfc3339)"
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

  /// What a window holds as the correlation counts it.
  private func count(_ reason: WindowReason) -> String {
    let events = "\(reason.events) \(reason.events == 1 ? "event" : "events")"
    switch kind {
    case .valueCount:
      return "\(reason.values) different \((fields.first ?? []).joined(separator: ", ")) in \(events)"
    case .temporal: return "\(reason.rules) rules matched by \(events)"
    case .temporalOrdered: return "\(reason.rules) rules matched in their order by \(events)"
    case .eventCount, .firstSeen, .silence: return events
    }
  }

  /// `2 d 3 h`, `3 h 10 min`, `10 min`, `2 min 5 s`.
  private static func span(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1000
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60)
    if days > 0 { return "\(days) d \(hours) h" }
    if hours > 0 { return "\(hours) h \(minutes) min" }
    let rest = seconds % 60
    return minutes == 0 ? "\(rest) s" : rest == 0 ? "\(minutes) min" : "\(minutes) min \(rest) s"
  }

  private static func named(_ names: [String], _ values: [String]) -> String {
    zip(names, values).map { "\($0) \($1)" }.joined(separator: ", ")
  }
}
