import CloudTrail
import Query

/// Asks for a stretch of the events that a predicate lets through, newest first.
package struct EventListRequest: Hashable, Sendable {
  /// Which events; nil for every one that is in scope.
  package var predicate: Predicate?
  /// The first moment listed, inclusive; nil for the first event's.
  package var since: Timestamp?
  /// The moment that the list ends before; nil for no end.
  package var until: Timestamp?
  /// Only the events among the first so many that arrived, see ``EventList/arrived``; nil for all.
  package var arrivedBefore: Int?
  /// The event that `offset` counts from; nil for the newest. One that the list does not hold counts as nil.
  package var anchor: EventRow.ID?
  /// The time of the anchor: where the list does not hold it, `offset` counts from the newest event that is not later.
  package var anchorTime: Timestamp?
  /// How many rows below the anchor the stretch begins; negative for above it. What would begin before the newest
  /// begins at the newest.
  package var offset: Int
  /// The most rows wanted.
  package var limit: Int

  package init(
    predicate: Predicate? = nil, since: Timestamp? = nil, until: Timestamp? = nil, arrivedBefore: Int? = nil,
    anchor: EventRow.ID? = nil, anchorTime: Timestamp? = nil, offset: Int = 0, limit: Int
  ) {
    (self.predicate, self.since, self.until) = (predicate, since, until)
    (self.arrivedBefore, self.anchor, self.anchorTime) = (arrivedBefore, anchor, anchorTime)
    (self.offset, self.limit) = (offset, limit)
  }
}

/// The answer to an ``EventListRequest``.
package struct EventList: Hashable, Sendable {
  /// Newest first; of one time, in an order that stays.
  package var rows: [EventRow] = []
  /// How many events the whole list has.
  package var total = 0
  /// The place of `rows`' first in the whole list, from 0 at the newest.
  package var position = 0
  /// The anchor's place in the whole list; nil when none was given or the list does not hold it.
  package var anchorIndex: Int?
  /// How many events had arrived in all, listed or not, when this was answered.
  package var arrived = 0
  /// How many events of the list are newer than the anchor; 0 without one.
  package var newerThanAnchor = 0
  /// False while the answer covers only a part of what was asked.
  package var complete = true
  /// More of the answer is being found out, and follows under the same request.
  package var isGrowing = false
  /// Only the newest were fetched from the engine that has them all; `total` counts those.
  package var isFetched = false

  package init() {}
}
