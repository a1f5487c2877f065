import CloudTrail

/// A span of time, open at an end that is nil. Both ends belong to it.
package struct TimeRange: Hashable, Sendable {
  package var from: Timestamp?
  package var through: Timestamp?

  package init(from: Timestamp? = nil, through: Timestamp? = nil) {
    (self.from, self.through) = (from, through)
  }

  package func contains(_ time: Timestamp) -> Bool {
    (from.map { $0 <= time } ?? true) && (through.map { time <= $0 } ?? true)
  }
}
