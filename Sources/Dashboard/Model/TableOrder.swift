import CloudTrail
import Query

/// The column a table is ordered by, and which way.
struct TableOrder: Hashable, Sendable {
  /// What can be ordered by, named as the tables' titles say it.
  enum Column: String, CaseIterable, Sendable {
    /// The contract's order: by events (rules by severity, then by events), then by the key's bytes.
    case standard
    case count, errors, share, trend, new, alerts, last, first, accounts, note, state, name
  }

  var column = Column.standard
  var isReversed = false

  /// Goes on to the next of `columns`, those that a table shows.
  mutating func advance(through columns: [Column]) {
    guard !columns.isEmpty else { return }
    let next = columns.firstIndex(of: column).map { $0 + 1 } ?? 0
    self = TableOrder(column: columns[next % columns.count])
  }

  /// Orders by `column`, the other way round where it does so already.
  mutating func choose(_ column: Column) {
    self = TableOrder(column: column, isReversed: column == self.column && !isReversed)
  }

  /// `rows`, which come in the standard order, in this one. Equals stay in the standard order, reversed or not.
  func sorted(_ rows: [TableRow]) -> [TableRow] {
    if column == .standard, !isReversed { return rows }
    return rows.sorted { isReversed ? isBefore($1, $0) : isBefore($0, $1) }
  }

  /// Most, latest and newest first; names and other words by their bytes.
  private func isBefore(_ one: TableRow, _ other: TableRow) -> Bool {
    switch column {
    case .standard:
      (one.severity ?? .informational, one.events) > (other.severity ?? .informational, other.events)
    case .count: one.events > other.events
    case .errors: one.errors > other.errors
    case .share: one.errors * other.events > other.errors * one.events
    case .trend: one.spark.trend.rawValue > other.spark.trend.rawValue
    case .new: one.spark.isNew && !other.spark.isNew
    case .alerts: one.alerts > other.alerts
    case .last: one.last > other.last
    case .first: one.first > other.first
    case .accounts: one.accounts ?? 0 > other.accounts ?? 0
    case .state: (one.state ?? .open) < (other.state ?? .open)
    case .note: ExactString(one.note) < ExactString(other.note)
    case .name: ExactString(one.name) < ExactString(other.name)
    }
  }

  /// How the title of `table` says it; nil for the order nobody has to be told of.
  func label(in table: TableKind) -> String? {
    guard column != .standard else { return isReversed ? "reversed" : nil }
    return "by \(column == .note ? table.noteName : column.rawValue)\(isReversed ? ", reversed" : "")"
  }
}

extension TableKind {
  /// What the second word about a row is.
  var noteName: String {
    switch self {
    case .accounts: "id"
    case .principals: "type"
    case .actions: "access"
    case .alerts: "severity"
    }
  }
}
