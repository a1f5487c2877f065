/// Why an engine's counts may differ from those of the events read here.
package enum EngineRemark: String, Hashable, Sendable, CaseIterable {
  /// The predicate could not be asked as it is: events that it does not hold for are counted too.
  case predicateWidened = "the filter could only be asked in part"
  /// What an error is could not be asked as it is: the timeline has more of them than there are.
  case timelineErrorsWidened = "the timeline's errors could only be asked in part"
  /// Documents in which no record is indexed are left out.
  case unindexedRecords = "some documents have no indexed record"
  /// A value that events are grouped by is too long to be indexed, and counts as missing.
  case longValues = "some values are too long to be counted by"
  /// Some event was delivered more than once and is counted as often.
  case duplicates = "some events are counted more than once"
  /// More events than can be told apart exactly: deliveries of one event again are not known.
  case duplicatesUnknown = "events delivered again are not told apart"
  /// Shards failed or ran out of time.
  case partialAnswer = "a part of the engine did not answer"
  /// Events are not indexed by their own time: the window is the store's.
  case storedTime = "the window is of the time of storing"
  /// Groups of which no record can be made are left out.
  case rejectedGroups = "some groups are no events"
  /// The answer has as many rows as it may have.
  case cutOff = "there are more groups than an answer holds"
  /// Fields of long events were not found by the engine, and count as missing.
  case undiscoveredFields = "some events have fields that the engine does not see"
  /// Engines tell counts and not events: what two of them both hold is not known.
  case copiesAcrossSources = "copies of an event in several sources are counted in each"
  /// One of several sources did not answer.
  case missingSource = "a source did not answer"
  /// No rules run in an engine.
  case noAlerts = "alerts are not counted by the engine"
}
