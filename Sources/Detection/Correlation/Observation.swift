import CloudTrail

/// What correlations remember of an event that one of their rules matched.
package struct Observation: Hashable, Sendable {
  package let time: Timestamp
  /// Tells the event from all others; a second one of the same id and time is a copy.
  package let id: String
  /// The fields that correlations group by or count, as far as the event has them.
  package let fields: [String: String]
  /// The rules matched, by their place in ``CorrelationSources``.
  let rules: RuleMatches

  /// The values of fields; nil where one is missing.
  func values(of names: [String]) -> [String]? {
    var values: [String] = []
    for name in names {
      guard let value = fields[name] else { return nil }
      values.append(value)
    }
    return values
  }
}

/// A correlation's condition came true.
package struct CorrelationAlert: Hashable, Sendable {
  /// The correlation's place among those of the engine.
  package let correlation: Int
  /// The event that made it true.
  package let event: Observation
  /// The values of the fields that the correlation groups by.
  package let group: [String]
  /// When the earliest of the events happened.
  package let first: Timestamp
  /// The ids of the events within the timespan up to that one, oldest first: the latest ``mostEvents``.
  package let eventIDs: [String]
  package let reason: CorrelationReason

  static let mostEvents = 100
}
