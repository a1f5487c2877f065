import CloudTrail
import Query

/// One thing that the other tables are narrowed to: a row that is selected, or was drilled into.
package struct Narrowing: Hashable, Sendable {
  package var table: TableKind
  /// The row's key: an account, a principal, an action, a rule's id.
  package var key: ExactString
  /// How the row is shown; it may be hostile text.
  package var name: String

  package init(table: TableKind, key: ExactString, name: String) {
    (self.table, self.key, self.name) = (table, key, name)
  }

  /// The events that it keeps.
  package var predicate: Predicate {
    switch table {
    case .accounts: .equals(.account, key)
    case .principals: .equals(.principal, key)
    case .actions: .equals(.action, key)
    case .alerts: .rule(TextPattern(exactly: key.string, caseSensitive: true))
    }
  }
}
