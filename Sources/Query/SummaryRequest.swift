import CloudTrail

/// What is asked of the store, or of a search engine: which events to count, and by what.
package struct SummaryRequest: Hashable, Sendable {
  /// A table to count.
  package enum Table: Hashable, Sendable, CaseIterable {
    case accounts, principals, actions, groups, timeline, alerts
  }

  /// The first moment counted, inclusive; nil for the first event's.
  package var since: Timestamp?
  /// The moment that counting ends before; nil for the last event's.
  package var until: Timestamp?
  /// Which events are counted; nil for every one that is in scope.
  package var predicate: Predicate?
  /// The tables wanted; `totals` always come.
  package var tables: Set<Table>
  /// The most rows a table may have, the first by the contract's order; nil for all.
  package var rows: Int?
  /// The most buckets the timeline may have, 1 or more.
  package var buckets: Int
  /// Only the events among the first so many that arrived are counted: a screen that is frozen stays as it is, whatever
  /// the times of those that come later. Nil for all.
  package var arrivedBefore: Int?
  /// In how many equal parts of the window the tables' rows are counted for their sparks; 0 for no sparks.
  package var sparkParts = 0
  /// What was decided about alerts: muted ones are not counted.
  package var decisions = AlertDecisions()

  package init(
    since: Timestamp? = nil, until: Timestamp? = nil, predicate: Predicate? = nil,
    tables: Set<Table> = Set(Table.allCases), rows: Int? = nil, buckets: Int = 120,
    arrivedBefore: Int? = nil
  ) {
    (self.since, self.until, self.predicate) = (since, until, predicate)
    (self.tables, self.rows, self.buckets) = (tables, rows, buckets)
    self.arrivedBefore = arrivedBefore
  }
}
