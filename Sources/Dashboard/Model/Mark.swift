import Audit
import CloudTrail
import Query

/// An event that somebody marked. It keeps the event as it was: the store forgets events, and files leave the disk.
package struct Mark: Hashable, Sendable {
  package var row: EventRow
  /// The record as it stood in its source; nil while it is not known, and when it could not be read.
  package var record: [UInt8]?
  package var note: String
  package var markedAt: Timestamp

  package init(row: EventRow, record: [UInt8]?, note: String = "", markedAt: Timestamp) {
    (self.row, self.record, self.note, self.markedAt) = (row, record, note, markedAt)
  }

  /// What the details show of it: the mark's own copy. Nil without a record.
  ///
  /// - Parameter title: the title of a rule by its id.
  func details(title: (String) -> String) -> EventDetails? {
    guard let record, let document = try? JSONDocument(parsing: record) else { return nil }
    let rules = row.rules.map { id in
      EventDetails.MatchedRule(id: id, title: title(id), severity: row.severity ?? .informational)
    }
    return EventDetails(row: row, record: document, rules: rules)
  }
}
