import CloudTrail

/// A table as it stands: its rows, in which order, which one is selected, and what part is seen.
struct TableState: Sendable {
  private(set) var rows: [TableRow] = []
  /// How many rows there are in all, which may be more than were sent.
  private(set) var total = 0
  private(set) var order = TableOrder()
  /// The key of the selected row; nil is the position above the first row, which narrows nothing. The key
  /// stays selected while its row is away.
  var selected: ExactString?
  /// The row shown at the top.
  private(set) var top = 0
  private var answer: [TableRow] = []

  /// The place of the selected row, nil while it has none.
  var selectedIndex: Int? { selected.flatMap { key in rows.firstIndex { $0.key == key } } }

  /// Takes an answer's rows, which come in the standard order.
  mutating func take(_ rows: [TableRow], total: Int) {
    answer = rows
    self.total = total
    self.rows = order.sorted(rows)
  }

  mutating func setOrder(_ order: TableOrder) {
    self.order = order
    rows = order.sorted(answer)
  }

  /// Moves the selection by so many rows; above the first row nothing is selected.
  mutating func move(by steps: Int) {
    guard !rows.isEmpty else { return selected = nil }
    let place = (selectedIndex ?? -1) + steps
    selected = place < 0 ? nil : rows[min(place, rows.count - 1)].key
  }

  mutating func selectLast() { selected = rows.last?.key }

  /// Selects the row shown so many lines below the pane's first; false when there is none.
  mutating func select(line: Int) -> Bool {
    let index = top + line
    guard line >= 0, rows.indices.contains(index) else { return false }
    selected = rows[index].key
    return true
  }

  /// Scrolls as little as brings the selected row into `height` lines.
  mutating func scroll(toFit height: Int) {
    let place = selectedIndex ?? (selected == nil ? 0 : top)
    if place < top { top = place }
    if place >= top + height { top = place - height + 1 }
    top = max(0, min(top, rows.count - max(1, height)))
  }
}
