import CloudTrail

/// Since when a store can have events, where that is later than they were asked for: that nothing comes from before does not say that
/// nothing happened.
package struct HistoryStart: Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// The store was made then.
    case made
    /// What is older than so many days is deleted.
    case retention(days: Int)
  }

  package let store: String
  package let time: Timestamp
  package let reason: Reason

  package init(of store: String, _ time: Timestamp, _ reason: Reason) {
    (self.store, self.time, self.reason) = (store, time, reason)
  }

  /// Events that were there are gone; nobody deleted anything of a store that was made later.
  package var hasLost: Bool { reason != .made }

  package var description: String {
    let why =
      switch reason {
      case .made: "it was made then"
      case .retention(1): "events are kept for a day"
      case .retention(let days): "events are kept for \(days) days"
      }
    return "history of \(store) begins at \(time.rfc3339): \(why)"
  }
}
