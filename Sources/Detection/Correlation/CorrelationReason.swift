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

/// What an alert says beside which events came together.
package enum CorrelationReason: Hashable, Sendable {
  case firstSeen(FirstSeenReason)
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
    }
  }

  private static func named(_ names: [String], _ values: [String]) -> String {
    zip(names, values).map { "\($0) \($1)" }.joined(separator: ", ")
  }
}
