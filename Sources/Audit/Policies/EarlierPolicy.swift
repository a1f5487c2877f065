import CloudTrail
import Query

/// The version of a policy that was in force before an event wrote another.
package struct EarlierPolicy: Sendable {
  /// The event that wrote it.
  package var row: EventRow
  package var document: PolicyDocument

  package init(row: EventRow, document: PolicyDocument) { (self.row, self.document) = (row, document) }
}
