import CloudTrail

/// One event of CloudWatch Logs, and the log that it is in.
package struct LogLine: Hashable, Sendable {
  /// The service's own id, the same whenever the event is handed over.
  package var id: String
  package var time: Timestamp
  package var message: String
  /// The account whose log it is, which need not be the one that acted.
  package var owner: String
  package var group: String
  package var stream: String

  package init(
    id: String, time: Timestamp, message: String, owner: String, group: String, stream: String
  ) {
    (self.id, self.time, self.message) = (id, time, message)
    (self.owner, self.group, self.stream) = (owner, group, stream)
  }
}
