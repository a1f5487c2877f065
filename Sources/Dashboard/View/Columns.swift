import Terminal
import Text

/// A column of a table: how much room it wants and what it shows of a row.
struct Column<Row> {
  /// Written into the rule above; empty where the values speak for themselves.
  var title = ""
  /// It is left out where it cannot have this.
  var least: Int
  /// What it takes where there is room.
  var most: Int
  /// Takes the room that all others leave.
  var isFlexible = false
  /// Its values are names, which lose their meaning when they are cut.
  var isName = false
  /// What a name should have before less needful columns get anything.
  var fair: Int { (least + most + 1) / 2 }
  var alignment = Alignment.left
  var ellipsis = Ellipsis.middle
  /// The greater, the sooner it is left out.
  var rank: Int
  /// What a table is ordered by when this column's title is clicked; nil where there is nothing to order.
  var order: TableOrder.Column?
  /// The look of its values, where they have one of their own.
  var style: Style?
  var value: (Row) -> String
  /// What it shows where it has less room than it wants; nil for the value, cut.
  var narrow: ((Row) -> String)?

  init(
    _ title: String = "", _ width: ClosedRange<Int>, rank: Int, _ alignment: Alignment = .left,
    isFlexible: Bool = false, isName: Bool = false, value: @escaping (Row) -> String
  ) {
    (self.title, self.rank, self.alignment, self.isFlexible) = (title, rank, alignment, isFlexible)
    (least, most, self.isName, self.value) = (width.lowerBound, width.upperBound, isName, value)
  }
}

/// A column with its place.
struct PlacedColumn<Row> {
  var column: Column<Row>
  var x: Int
  var width: Int
}

/// The rank from which on a column is left out before a name loses its fair width.
private let niceRank = 5

/// Places columns side by side from `x` on, one blank between them. The widths depend on the room alone,
/// never on what the rows hold, so that nothing jumps.
func place<Row>(_ columns: [Column<Row>], x: Int, width: Int) -> [PlacedColumn<Row>] {
  var kept = columns
  // A column that is only nice to have must not squeeze the names.
  func wanted(_ column: Column<Row>) -> Int {
    column.isName ? (kept.contains { $0.rank >= niceRank } ? column.fair : column.least) : column.least
  }
  while kept.count > 1, kept.reduce(kept.count - 1, { $0 + wanted($1) }) > width,
    let last = kept.map(\.rank).max()
  {
    kept.removeAll { $0.rank == last }
  }
  var widths = kept.map(\.least)
  var spare = width - widths.reduce(widths.count - 1, +)
  while spare > 0, let next = neediest(kept, widths) {
    widths[next] += 1
    spare -= 1
  }
  if let flexible = kept.firstIndex(where: \.isFlexible) { widths[flexible] += spare }
  var at = x
  return zip(kept, widths).map { column, wide in
    defer { at += wide + 1 }
    return PlacedColumn(column: column, x: at, width: max(0, wide))
  }
}

/// The column that gets the next cell: a name that lacks its fair width, then one that says more where it is wide, then the one
/// furthest from what it wants.
private func neediest<Row>(_ columns: [Column<Row>], _ widths: [Int]) -> Int? {
  let wanting = columns.indices.filter { widths[$0] < columns[$0].most }
  if let name = wanting.first(where: { columns[$0].isName && widths[$0] < columns[$0].fair }) { return name }
  if let short = wanting.first(where: { columns[$0].narrow != nil }) { return short }
  return wanting.max { columns[$0].most - widths[$0] < columns[$1].most - widths[$1] }
}

extension PlacedColumn {
  /// What it shows of `row`.
  func text(_ row: Row) -> String {
    if width < column.most, let narrow = column.narrow { return narrow(row) }
    return column.value(row)
  }

  /// The columns of the screen that its title takes, with room for an arrow behind it, in the rule's part `bare`; nil where it
  /// has none, or none that fits.
  func titleCells(hasArrow: Bool, within bare: Range<Int>) -> Range<Int>? {
    let length = cellWidth(column.title) + (hasArrow ? 1 : 0)
    let start = column.alignment == .right ? x + width - length : x
    guard !column.title.isEmpty, length <= width, start > bare.lowerBound, start + length < bare.upperBound
    else { return nil }
    return start..<start + length
  }
}

extension Painter {
  /// Writes the columns' titles into the rule at `y`, as far as they lie in its bare part, that of the column that a table is
  /// ordered by with an arrow.
  mutating func titles<Row>(
    _ columns: [PlacedColumn<Row>], y: Int, bare: Range<Int>, order: TableOrder? = nil
  ) {
    for placed in columns {
      let isOrdered = order != nil && order?.column == placed.column.order
      let withArrow = isOrdered ? placed.titleCells(hasArrow: true, within: bare) : nil
      guard let cells = withArrow ?? placed.titleCells(hasArrow: false, within: bare) else { continue }
      let arrow = withArrow == nil ? "" : String(signs.order(isReversed: order?.isReversed ?? false))
      let style: Style = isOrdered && order != TableOrder() ? .accent : .dim
      canvas.draw(" \(placed.column.title)\(arrow) ", x: cells.lowerBound - 1, y: y, style: style)
    }
  }

  /// Draws a row: the bar that marks the selected one, then its cells, all in one look.
  mutating func row<Row>(
    _ row: Row, _ columns: [PlacedColumn<Row>], in line: Rect, style: Style, isSelected: Bool
  ) {
    let look = isSelected ? style.selected : style
    if isSelected {
      canvas.fill(line, look)
      canvas.draw(String(signs.selected), x: line.x, y: line.y, style: look)
    }
    for placed in columns {
      let own = style == .dim ? nil : placed.column.style.map { isSelected ? $0.selected : $0 }
      cell(
        placed.text(row), x: placed.x, y: line.y, width: placed.width, placed.column.alignment,
        placed.column.ellipsis, style: own ?? look)
    }
  }
}
