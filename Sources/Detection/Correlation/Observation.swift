import CloudTrail

/// Where the values of fields that correlations ask for are found.
protocol ObservedValues {
  /// Nil for a field that the event has not.
  subscript(field: String) -> String? { get }
}

extension ObservedValues {
  /// The values of fields; nil where one is missing.
  func values(of fields: [String]) -> [String]? {
    var values: [String] = []
    for field in fields {
      guard let value = self[field] else { return nil }
      values.append(value)
    }
    return values
  }
}

/// What correlations remember of an event that one of their rules matched.
package struct Observation: Hashable, ObservedValues, Sendable {
  package let time: Timestamp
  /// Tells the event from all others; a second one of the same id and time is a copy.
  package let id: String
  /// The fields that correlations group by or count, as far as the event has them.
  package let fields: [String: String]
  /// The rules matched, by their place in ``CorrelationSources``.
  let rules: RuleMatches

  subscript(field: String) -> String? { fields[field] }
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
