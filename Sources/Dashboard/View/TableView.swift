import CloudTrail
import Query
import Terminal
import Text

/// The title that names all four tables where only one is seen, and which columns name which.
struct TabTitles {
  var tabs: [(table: TableKind, text: String, columns: Range<Int>)] = []

  init(_ model: Model) {
    let names = TableKind.allCases.map { "\($0.title) \(TabTitles.count(of: $0, model))" }
    // The gaps, the brackets and the ends of the rule.
    let isWhole = names.reduce(3 * names.count) { $0 + $1.count } + 2 <= model.columns
    var at = 2
    for (table, name) in zip(TableKind.allCases, names) {
      let text = table == model.tab ? "[\(name)]" : isWhole ? name : String(name.prefix(3))
      tabs.append((table, text, at..<at + text.count))
      at += text.count + 2
    }
  }

  /// How many rows a table has; while that is counted, no number.
  static func count(of table: TableKind, _ model: Model) -> String {
    model.slot(SlotName(table)).isCounting
      ? String(model.settings.glyphs.ellipsis) : Wording.compact(model.state(of: table).total)
  }
}

/// The four tables of counts.
extension Painter {
  mutating func table(_ table: TableKind, _ model: Model, in rect: Rect) {
    let state = model.state(of: table)
    let columns = place(
      tableColumns(table, model.times), x: rect.x + 1, width: rect.width - (model.layout.isTabbed ? 2 : 3))
    let bare = tableTitle(table, state, model, rect)
    titles(columns, y: rect.y, bare: bare)
    // Rows of the question before stay, so that nothing jumps, but without their numbers.
    let isCounting = model.slot(SlotName(table)).isCounting
    let lines = state.rows.dropFirst(state.top).prefix(rect.height - 1)
    for (line, row) in lines.enumerated() {
      let style = isCounting ? .dim : row.severity?.style ?? .text
      let shown = isCounting ? columns.filter(\.column.isName) : columns
      self.row(row, shown, in: rect.row(line + 1), style: style, isSelected: row.key == state.selected)
    }
    if lines.isEmpty, rect.height > 1 {
      let text = isCounting ? "counting\(signs.ellipsis)" : "none"
      canvas.draw(text, x: rect.x + 1, y: rect.y + 1, width: rect.width - 1, style: .dim)
    }
  }

  private mutating func tableTitle(
    _ table: TableKind, _ state: TableState, _ model: Model, _ rect: Rect
  ) -> Range<Int> {
    let isFocused = model.focus == table.pane
    var pieces: [Piece] = []
    if model.layout.isTabbed {
      for tab in TabTitles(model).tabs {
        let style: Style = tab.table == table ? Style(isFocused ? .accent : .header, bold: true) : .dim
        pieces += [Piece(tab.text, style), Piece("  ", .text)]
      }
      pieces.removeLast()
    } else {
      pieces.append(Piece("\(table.title) ", Style(isFocused ? .accent : .header, bold: true)))
      pieces.append(Piece(TabTitles.count(of: table, model)))
    }
    if model.slot(SlotName(table)).isCounting { pieces.append(Piece("  counting", .warn)) }
    if !model.slot(SlotName(table)).isComplete { pieces.append(Piece("  partial", .warn)) }
    if let label = state.order.label { pieces.append(Piece("  \(label)", .dim)) }
    return title(rect, pieces, isFocused: isFocused)
  }

  private func tableColumns(_ table: TableKind, _ times: Times) -> [Column<TableRow>] {
    let events = Column<TableRow>("events", 7...9, rank: 1, .right) { grouped($0.events) }
    let errors = Column<TableRow>("err", 4...5, rank: 4, .right) { Wording.percent($0.errors, of: $0.events) }
    let alerts = Column<TableRow>(String(signs.alertMark), 4...5, rank: 5, .right) { row in
      row.alerts == 0 ? "" : Wording.compact(row.alerts)
    }
    let lastWidth = times.form == .absolute ? 5 : 4
    let last = Column<TableRow>("last", lastWidth...lastWidth, rank: 6, .right) { times.last($0.last) }
    switch table {
    case .accounts:
      return [name(12...24), events, errors, alerts, last, note("id", 12...12, rank: 6)]
    case .principals:
      let accounts = Column<TableRow>("acc", 4...5, rank: 6, .right) { Wording.compact($0.accounts ?? 0) }
      return [name(16...30), events, errors, alerts, last, accounts, note("type", 11...16, rank: 7)]
    case .actions:
      return [name(18...32), events, errors, alerts, note("", 5...5, rank: 6), last]
    case .alerts:
      let sign = Column<TableRow>("", 1...1, rank: 0) { [signs] row in
        String(signs.severity(row.severity ?? .informational))
      }
      let count = Column<TableRow>("", 4...7, rank: 1, .right) { Wording.compact($0.events) }
      var title = name(14...40)
      title.ellipsis = .end
      var seen = last
      seen.rank = 2
      return [sign, title, note("", 8...13, rank: 6), count, seen]
    }
  }

  private func name(_ width: ClosedRange<Int>) -> Column<TableRow> {
    Column("", width, rank: 0, isFlexible: true, isName: true) { $0.name }
  }

  private func note(_ title: String, _ width: ClosedRange<Int>, rank: Int) -> Column<TableRow> {
    Column(title, width, rank: rank) { $0.note }
  }
}
