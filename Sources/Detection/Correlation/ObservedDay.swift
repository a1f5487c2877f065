import CloudTrail

/// The events of a day that are alike to a first_seen that looks at names alone: the first and the last of them stand for all.
///
/// Whatever comes between them changes nothing. The value is known from the first on, a day is no longer than a timespan that such days
/// are told of, and no event is too late that comes within a day (``CorrelationEngine/lateness``).
package struct ObservedDay: Sendable {
  /// In milliseconds.
  package static let length = CorrelationEngine.lateness

  /// The rule that they matched, by its place in ``CorrelationSources``.
  let rule: Int
  let names: ObservedNames
  let first: Timestamp
  /// Tells the first event from all others.
  let firstID: String
  let last: Timestamp

  package init(rule: Int, names: ObservedNames, first: Timestamp, firstID: String, last: Timestamp) {
    (self.rule, self.names) = (rule, names)
    (self.first, self.firstID, self.last) = (first, firstID, last)
  }

  /// The first event, as far as is known of it.
  var firstEvent: Observation {
    Observation(
      time: first, id: firstID,
      fields: ["account": names.account, "principal": names.principal, "action": names.action],
      rules: RuleMatches(indices: [rule]))
  }
}

extension CorrelationSources {
  /// Whether days tell all that correlations ask of a rule's events.
  func takesDays(of rule: Int) -> Bool { isOfDays[rule] }
}
