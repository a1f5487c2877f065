import CloudTrail
import Query

/// Asks for everything that the store holds of one principal.
package struct ProfileRequest: Hashable, Sendable {
  /// The principal's key, whole.
  package var principal: ExactString
  /// The first moment looked at, inclusive, and the one it ends before; nil for no bound.
  package var since: Timestamp?
  package var until: Timestamp?
  /// Only the events among the first so many that arrived are looked at; nil for all.
  package var arrivedBefore: Int?
  /// The most buckets of the timeline, 1 or more.
  package var buckets: Int
  /// The most items of each list, the first by events.
  package var items: Int

  package init(
    principal: ExactString, since: Timestamp? = nil, until: Timestamp? = nil,
    arrivedBefore: Int? = nil, buckets: Int = 120,
    items: Int = 100
  ) {
    (self.principal, self.since, self.until) = (principal, since, until)
    self.arrivedBefore = arrivedBefore
    (self.buckets, self.items) = (buckets, items)
  }
}

/// Everything of one principal, whatever the filter: where it reached, with what, from where, and what it did.
package struct Profile: Hashable, Sendable {
  /// One value and the events that have it.
  package struct Item: Hashable, Sendable {
    package var value: ExactString
    package var counts: Summary.Counts
    /// The principal was first seen with it in what counts as new (`SparkScale`).
    package var isNew: Bool

    package init(value: ExactString, counts: Summary.Counts, isNew: Bool = false) {
      (self.value, self.counts, self.isNew) = (value, counts, isNew)
    }
  }

  /// Items by events descending, then by their bytes.
  package struct Items: Hashable, Sendable {
    package var first: [Item] = []
    /// How many there are in all.
    package var total = 0

    package init(_ first: [Item] = [], total: Int? = nil) {
      (self.first, self.total) = (first, total ?? first.count)
    }
  }

  package var principal: ExactString
  /// `userIdentity.type`, that of most of its events (COUNTING 15).
  package var type = "Unknown"
  package var counts = Summary.Counts()
  package var denied = 0
  /// It was first seen in what counts as new.
  package var isNew = false
  /// How many rules of each severity its events matched, by ``Severity``'s raw value.
  package var alerts = [Int](repeating: 0, count: Severity.allCases.count)
  /// Over all that was looked at, not only from its own first event on.
  package var timeline = Summary.Timeline(bucketSeconds: 60, buckets: [])
  package var unusual: UnusualTime?

  /// The accounts whose events it is in.
  package var accounts = Items()
  /// The roles that it assumed, or tried to, by the ARN in the request.
  package var roles = Items()
  package var accessKeys = Items()
  package var addresses = Items()
  package var userAgents = Items()
  package var sessions = Items()
  /// Its actions by access; by what its own events say of it (COUNTING 18).
  package var writes = Items()
  package var reads = Items()
  /// False where an engine has more events of it than were fetched.
  package var complete = true

  package init(principal: ExactString) { self.principal = principal }
}
