import CloudTrail
import Query

/// Asks for one event of a list: the nearest of a kind, or one so far away in time.
package struct EventFindRequest: Hashable, Sendable {
  package enum Direction: Hashable, Sendable { case older, newer }

  package enum Target: Hashable, Sendable {
    /// The nearest that failed.
    case error
    /// The nearest that a rule matched whose alert is not muted.
    case alert
    /// The nearest that is at least so many seconds away, 1 or more; where there is none, the last one that way.
    case distance(seconds: Int64)
    /// Of those that way the nearest to a moment that is not beyond it; where there is none, the last one that way.
    case moment(Timestamp)
  }

  /// Which events are listed; nil for every one that is in scope.
  package var predicate: Predicate?
  /// The first moment listed, inclusive; nil for the first event's.
  package var since: Timestamp?
  /// The moment that the list ends before; nil for no end.
  package var until: Timestamp?
  /// Only the events among the first so many that arrived, see ``EventList/arrived``; nil for all.
  package var arrivedBefore: Int?
  /// The event to look from, which itself is never the answer. Nil, or one that is not kept, stands for a place
  /// above the newest.
  package var from: EventRow.ID?
  package var target: Target
  package var direction: Direction
  /// What was decided about alerts.
  package var decisions = AlertDecisions()

  package init(
    predicate: Predicate? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
    arrivedBefore: Int? = nil, from: EventRow.ID? = nil, target: Target, direction: Direction
  ) {
    (self.predicate, self.since, self.until) = (predicate, since, until)
    self.arrivedBefore = arrivedBefore
    (self.from, self.target, self.direction) = (from, target, direction)
  }
}
