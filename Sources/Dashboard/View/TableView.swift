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

/// What stands in the rule above a table: its name and how it is ordered, then the titles of its columns.
struct TableTitle {
  private(set) var pieces: [Painter.Piece]
  private let columns: [PlacedColumn<TableRow>]
  /// The columns of the screen that the pieces leave.
  private var bare: Range<Int>

  init(_ table: TableKind, _ model: Model) {
    pieces = TableTitle.pieces(table, model)
    columns = model.columns(of: table)
    let rect = model.layout.panes[table.pane] ?? Rect(x: 0, y: 0, width: 0, height: 0)
    bare = TableTitle.bare(rect, behind: pieces)
    // Where the arrow has no room, words say it.
    let order = model.state(of: table).order
    guard let label = order.label(in: table), !showsArrow(of: order.column) else { return }
    pieces.append(Painter.Piece("  \(label)", .dim))
    bare = TableTitle.bare(rect, behind: pieces)
  }

  private static func bare(_ rect: Rect, behind pieces: [Painter.Piece]) -> Range<Int> {
    let end = rect.x + 2 + pieces.reduce(0) { $0 + cellWidth(sanitised($1.text)) }
    return min(end + 1, rect.maxX)..<rect.maxX
  }

  private func showsArrow(of order: TableOrder.Column) -> Bool {
    columns.contains { $0.column.order == order && $0.titleCells(hasArrow: true, within: bare) != nil }
  }

  /// What a click in column `x` of the screen orders by.
  func column(at x: Int) -> TableOrder.Column? {
    columns.first { $0.titleCells(hasArrow: false, within: bare)?.contains(x) ?? false }?.column.order
  }

  private static func pieces(_ table: TableKind, _ model: Model) -> [Painter.Piece] {
    let isFocused = model.focus == table.pane
    var pieces: [Painter.Piece] = []
    if model.layout.isTabbed {
      for tab in TabTitles(model).tabs {
        let style: Style = tab.table == table ? Style(isFocused ? .accent : .header, bold: true) : .dim
        pieces += [Painter.Piece(tab.text, style), Painter.Piece("  ", .text)]
      }
      pieces.removeLast()
    } else {
      pieces.append(Painter.Piece("\(table.title) ", Style(isFocused ? .accent : .header, bold: true)))
      pieces.append(Painter.Piece(TabTitles.count(of: table, model)))
    }
    if table == .alerts, model.mutedRules > 0 {
      pieces.append(Painter.Piece("  \(model.mutedRules) muted", .dim))
    }
    if model.slot(SlotName(table)).isCounting { pieces.append(Painter.Piece("  counting", .warn)) }
    pieces += TableTitle.reservations(table, model.slot(SlotName(table)))
    return pieces
  }
}

extension TableTitle {
  /// What has to be said of the rows' counts.
  private static func reservations(_ table: TableKind, _ slot: Slot) -> [Painter.Piece] {
    // An engine runs no rules: the alerts are those of the events that are here.
    if table == .alerts, slot.engine != nil { return [Painter.Piece("  of events held", .dim)] }
    return slot.reservation.map { [Painter.Piece("  \($0)", .warn)] } ?? []
  }
}

/// The four tables of counts.
extension Painter {
  mutating func table(_ table: TableKind, _ model: Model, in rect: Rect) {
    let state = model.state(of: table)
    let columns = model.columns(of: table)
    let bare = title(rect, TableTitle(table, model).pieces, isFocused: model.focus == table.pane)
    titles(columns, y: rect.y, bare: bare, order: state.order)
    // Rows of the question before stay, so that nothing jumps, but without their numbers.
    let isCounting = model.slot(SlotName(table)).isCounting
    let lines = state.rows.dropFirst(state.top).prefix(rect.height - 1)
    for (line, row) in lines.enumerated() {
      let isSettled = row.state.map { $0 != .open } ?? false
      let style = isCounting || isSettled ? .dim : row.severity?.style ?? .text
      let shown = isCounting ? columns.filter(\.column.isName) : columns
      self.row(row, shown, in: rect.row(line + 1), style: style, isSelected: row.key == state.selected)
    }
    if lines.isEmpty, rect.height > 1 {
      let text = isCounting ? "counting\(signs.ellipsis)" : "none"
      canvas.draw(text, x: rect.x + 1, y: rect.y + 1, width: rect.width - 1, style: .dim)
    }
  }
}
