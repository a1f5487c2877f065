import CloudTrail

/// The counted answer to a ``SummaryRequest``. Tables are ordered as the snapshot's are: by events descending, then by the
/// key's bytes (COUNTING 21).
package struct Summary: Hashable, Sendable {
  /// What every row counts.
  package struct Counts: Hashable, Sendable {
    package var events = 0
    package var errors = 0
    /// Events that a rule matched.
    package var alerts = 0
    /// The first and the last event's time; both zero while `events` is.
    package var first = Timestamp(milliseconds: 0)
    package var last = Timestamp(milliseconds: 0)

    package init() {}
  }

  /// The sums over every event counted.
  package struct Totals: Hashable, Sendable {
    package var events = 0
    package var errors = 0
    package var denied = 0
    /// How many different accounts, principals and actions occur.
    package var accounts = 0
    package var principals = 0
    package var actions = 0
    /// Rows of the alerts table that are not muted by severity, indexed by ``Severity``'s raw value.
    package var alerts = [Int](repeating: 0, count: Severity.allCases.count)

    /// The worst severity that any row has; nil without rows.
    package var worst: Severity? { Severity.allCases.last { alerts[$0.rawValue] > 0 } }

    package init() {}
  }

  package struct Account: Hashable, Sendable {
    package var account: ExactString
    package var counts: Counts
    /// Where sparks were asked for.
    package var spark: Spark?

    package init(account: ExactString, counts: Counts) { (self.account, self.counts) = (account, counts) }
  }

  package struct Principal: Hashable, Sendable {
    package var principal: ExactString
    /// The type of most of its events (COUNTING 15).
    package var type: String
    package var counts: Counts
    /// How many accounts it acted in.
    package var accounts: Int
    /// Where sparks were asked for.
    package var spark: Spark?

    package init(principal: ExactString, type: String, counts: Counts, accounts: Int) {
      (self.principal, self.type, self.counts, self.accounts) = (principal, type, counts, accounts)
    }
  }

  package struct Action: Hashable, Sendable {
    package var action: ExactString
    package var access: Access
    package var counts: Counts
    /// Where sparks were asked for.
    package var spark: Spark?

    package init(action: ExactString, access: Access, counts: Counts) {
      (self.action, self.access, self.counts) = (action, access, counts)
    }
  }

  package struct Group: Hashable, Sendable {
    package var account: ExactString
    package var principal: ExactString
    package var action: ExactString
    package var counts: Counts

    package init(account: ExactString, principal: ExactString, action: ExactString, counts: Counts) {
      (self.account, self.principal, self.action, self.counts) = (account, principal, action, counts)
    }
  }

  /// Contiguous buckets, empty ones included (COUNTING 23).
  package struct Timeline: Hashable, Sendable {
    package struct Bucket: Hashable, Sendable {
      package var start: Timestamp
      package var events = 0
      package var errors = 0
      /// Events that a rule matched, however bad that is.
      package var alerts = 0
      /// Those of them that a notable rule matched.
      package var notable = 0
      /// The worst of the rules matched; nil where none did.
      package var worst: Severity?

      package init(start: Timestamp) { self.start = start }
    }

    package var bucketSeconds: Int
    package var buckets: [Bucket]

    package init(bucketSeconds: Int, buckets: [Bucket]) {
      (self.bucketSeconds, self.buckets) = (bucketSeconds, buckets)
    }
  }

  /// One rule's matches (COUNTING 24). What is muted is not among them, unless all is.
  package struct Alert: Hashable, Sendable {
    /// The alerts that are told apart within a rule.
    package struct Group: Hashable, Sendable {
      /// Of a correlation the values it groups by, of any other rule the account and the principal.
      package var values: [String]
      package var count: Int

      package init(values: [String], count: Int) { (self.values, self.count) = (values, count) }
    }

    /// The rule's id.
    package var rule: String
    package var title: String
    package var severity: Severity
    package var count: Int
    /// How many of those events are errors.
    package var errors = 0
    package var first: Timestamp
    package var last: Timestamp
    /// Where sparks were asked for.
    package var spark: Spark?
    /// Where and who, ordered by bytes.
    package var accounts: [ExactString]
    package var principals: [ExactString]
    /// The first 100 by time and id.
    package var eventIDs: [ExactString]
    /// How many of the events counted are neither acknowledged nor muted.
    package var open = 0
    /// How many more events matched and are muted.
    package var muted = 0
    /// Everything that the rule matched is muted, and counted here.
    package var isMuted = false
    /// The groups with most of the events, most first: at most 50.
    package var groups: [Group] = []

    /// What has been decided about all of it.
    package var state: AlertState { isMuted ? .muted : open > 0 ? .open : .acknowledged }

    package init(
      rule: String, title: String, severity: Severity, count: Int, first: Timestamp, last: Timestamp,
      accounts: [ExactString], principals: [ExactString], eventIDs: [ExactString]
    ) {
      (self.rule, self.title, self.severity, self.count) = (rule, title, severity, count)
      (self.first, self.last) = (first, last)
      (self.accounts, self.principals, self.eventIDs) = (accounts, principals, eventIDs)
    }
  }

  /// The window counted; nil where no event and no option bounds it.
  package var start: Timestamp?
  package var end: Timestamp?
  package var totals = Totals()
  package var accounts: [Account] = []
  package var principals: [Principal] = []
  package var actions: [Action] = []
  package var groups: [Group] = []
  package var timeline = Timeline(bucketSeconds: 60, buckets: [])
  package var alerts: [Alert] = []
  /// False while the answer covers only a part of what was asked.
  package var complete = true
  /// More of the answer is being found out, and follows under the same request.
  package var isGrowing = false
  /// Set where an engine counted; nil for the store here.
  package var engine: EngineNote?

  package init() {}
}
