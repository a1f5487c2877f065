import CloudTrail

/// The column a table is ordered by, and which way.
struct TableOrder: Hashable, Sendable {
  enum Column: String, CaseIterable, Sendable {
    /// The contract's order: by events (rules by severity, then by events), then by the key's bytes.
    case standard, errors, alerts, last, name
  }

  var column = Column.standard
  var isReversed = false

  /// The columns that a table can be ordered by, in the order that `s` goes through.
  static func columns(of table: TableKind) -> [Column] {
    table == .alerts ? [.standard, .last, .name] : Column.allCases
  }

  /// Goes on to the table's next column.
  mutating func advance(in table: TableKind) {
    let columns = TableOrder.columns(of: table)
    let at = columns.firstIndex(of: column) ?? 0
    self = TableOrder(column: columns[(at + 1) % columns.count])
  }

  /// `rows`, which come in the standard order, in this one. Equals stay in the standard order.
  func sorted(_ rows: [TableRow]) -> [TableRow] {
    let ordered =
      switch column {
      case .standard: rows
      case .errors: rows.sorted { $0.errors > $1.errors }
      case .alerts: rows.sorted { $0.alerts > $1.alerts }
      case .last: rows.sorted { $0.last > $1.last }
      case .name: rows.sorted { ExactString($0.name) < ExactString($1.name) }
      }
    return isReversed ? ordered.reversed() : ordered
  }

  /// How a table's title says it; nil for the order nobody has to be told of.
  var label: String? {
    guard column != .standard else { return isReversed ? "reversed" : nil }
    return "by \(column == .last ? "time" : column.rawValue)\(isReversed ? ", reversed" : "")"
  }
}
