import CloudTrail
import Query
import Terminal
import Text

/// The columns of the tables: what each shows, how much room it wants, and what it orders by.
struct TableColumns {
  let signs: Signs
  let times: Times

  /// The columns of `table` that the pane in `rect` has room for, with their places.
  func placed(_ table: TableKind, in rect: Rect, isTabbed: Bool) -> [PlacedColumn<TableRow>] {
    place(columns(of: table), x: rect.x + 1, width: rect.width - (isTabbed ? 2 : 3))
  }

  /// What `table` can be ordered by in `rect`, in the order that its columns stand there; the standard order first.
  func orders(of table: TableKind, in rect: Rect, isTabbed: Bool) -> [TableOrder.Column] {
    let shown = placed(table, in: rect, isTabbed: isTabbed).compactMap(\.column.order)
    return [.standard] + shown.filter { $0 != .standard && $0 != .name } + [.name]
  }

  /// What `table` can be ordered by with room for every column.
  func orders(of table: TableKind) -> [TableOrder.Column] {
    let others = columns(of: table).compactMap(\.order).filter { $0 != .standard && $0 != .name }
    return [.standard] + others + [.name]
  }

  private func columns(of table: TableKind) -> [Column<TableRow>] {
    switch table {
    case .accounts: [name(11...24), events] + course + [alerts, last, first, errors, note(table, 12...12)]
    case .principals:
      [name(14...30), events] + course + [alerts, last, accounts, note(table, 11...16), first, errors]
    case .actions: [name(15...32), events] + course + [alerts, note(table, 6...6), last, first, errors]
    case .alerts: alertColumns
    }
  }

  private var alertColumns: [Column<TableRow>] {
    let sign = Column<TableRow>("", 1...1, rank: 0) { [signs] row in
      String(signs.severity(row.severity ?? .informational))
    }
    var title = name(12...40)
    title.ellipsis = .end
    var count = Column<TableRow>("hits", 3...7, rank: 1, .right) { Wording.compact($0.events) }
    count.order = .count
    var severity = note(.alerts, 8...13)
    severity.order = .standard
    // What it is and when it was last come before whether it is new.
    var (seen, isNew) = (last, new)
    (seen.rank, isNew.rank) = (2, 5)
    return [sign, title, severity, count, state, share, trend, isNew, seen, first, errors]
  }

  private var state: Column<TableRow> {
    var column = column("state", .state, 1...5, rank: 2, .left) { Wording.state($0.state ?? .open) }
    // The key that made it so.
    column.narrow = { row in row.state == .muted ? "m" : row.state == .acknowledged ? "a" : "" }
    return column
  }

  /// Errors, when the events came, and whether the row is new.
  private var course: [Column<TableRow>] { [share, trend, new] }

  private func name(_ width: ClosedRange<Int>) -> Column<TableRow> {
    var column = Column<TableRow>("", width, rank: 0, isFlexible: true, isName: true) { $0.name }
    column.order = .name
    return column
  }

  private func note(_ table: TableKind, _ width: ClosedRange<Int>) -> Column<TableRow> {
    column(table.noteName, .note, width, rank: 8, .left) { $0.note }
  }

  private var events: Column<TableRow> {
    column("events", .standard, 7...9, rank: 1) { grouped($0.events) }
  }

  private var share: Column<TableRow> {
    column("err", .share, 4...5, rank: 4) { Wording.percent($0.errors, of: $0.events) }
  }

  private var trend: Column<TableRow> {
    let sparkline = Sparkline(signs: signs)
    var column = column("trend", .trend, 8...9, rank: 3, .left) { sparkline.line($0.spark) }
    column.narrow = { $0.spark.parts.isEmpty ? "?" : sparkline.bars($0.spark.parts) }
    column.style = .spark
    return column
  }

  private var new: Column<TableRow> {
    var column = column("new", .new, 1...3, rank: 2, .left) { $0.spark.isNew ? "NEW" : "" }
    column.narrow = { [signs] in $0.spark.isNew ? String(signs.new) : "" }
    column.style = .new
    return column
  }

  private var alerts: Column<TableRow> {
    column(String(signs.alertMark), .alerts, 4...5, rank: 5) {
      $0.alerts == 0 ? "" : Wording.compact($0.alerts)
    }
  }

  private var timeWidth: ClosedRange<Int> { times.form == .absolute ? 5...5 : 4...4 }

  private var last: Column<TableRow> {
    column("last", .last, timeWidth, rank: 6) { [times] in times.last($0.last) }
  }

  private var first: Column<TableRow> {
    column("first", .first, 5...5, rank: 9) { [times] in times.last($0.first) }
  }

  private var errors: Column<TableRow> {
    column("errors", .errors, 6...7, rank: 9) { Wording.compact($0.errors) }
  }

  private var accounts: Column<TableRow> {
    column("acc", .accounts, 4...5, rank: 7) { Wording.compact($0.accounts ?? 0) }
  }

  private func column(
    _ title: String, _ order: TableOrder.Column, _ width: ClosedRange<Int>, rank: Int,
    _ alignment: Alignment = .right, value: @escaping (TableRow) -> String
  ) -> Column<TableRow> {
    var column = Column<TableRow>(title, width, rank: rank, alignment, value: value)
    column.order = order
    return column
  }
}

extension Model {
  /// The columns of a table's pane as it is seen now; none while it is not.
  func columns(of table: TableKind) -> [PlacedColumn<TableRow>] {
    guard let rect = layout.panes[table.pane] else { return [] }
    return tableColumns.placed(table, in: rect, isTabbed: layout.isTabbed)
  }

  /// What a table can be ordered by as it is seen now.
  func orders(of table: TableKind) -> [TableOrder.Column] {
    guard let rect = layout.panes[table.pane] else { return [] }
    return tableColumns.orders(of: table, in: rect, isTabbed: layout.isTabbed)
  }

  /// What a table can be ordered by, seen or not.
  func everyOrder(of table: TableKind) -> [TableOrder.Column] { tableColumns.orders(of: table) }

  private var tableColumns: TableColumns { TableColumns(signs: Signs(glyphs: settings.glyphs), times: times) }
}
