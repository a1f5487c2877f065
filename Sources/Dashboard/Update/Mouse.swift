import Terminal

/// The mouse: a click focuses a pane and selects its row, a second one opens it, the wheel moves on.
extension Model {
  mutating func click(_ event: MouseEvent) -> [Command] {
    guard filter.editor == nil else { return [] }
    if event.action == .drag || event.action == .release { return touchTimeline(event) }
    let shown = layout
    let hit = shown.panes.first { $0.value.contains(x: event.x, y: event.y) }
    if hit?.key == .timeline { return touchTimeline(event) }
    if let hit, hit.key == .status { return clickStatus(event, in: hit.value) }
    guard let (pane, rect) = hit, pane.table != nil || pane == .events || pane == .details else { return [] }
    switch event.action {
    case .press:
      if let table = pane.table, event.y == rect.y { return clickTitle(of: table, at: event.x) }
      setFocus(pane)
      return select(line: event.y - rect.y - 1, in: pane)
    case .doubleClick:
      setFocus(pane)
      _ = select(line: event.y - rect.y - 1, in: pane)
      return pane == .details ? [] : open()
    case .wheelUp, .wheelDown:
      setFocus(pane)
      move(by: event.action == .wheelUp ? -3 : 3)
    case .drag, .release: break
    }
    return []
  }

  /// A click on a title, or below the last row, only focuses.
  private mutating func select(line: Int, in pane: Pane) -> [Command] {
    if let table = pane.table {
      _ = tables[table]?.select(line: line)
    } else if pane == .events {
      _ = events.select(line: line)
    }
    return []
  }

  /// A click on a tab shows its table, one on a column's title orders by it.
  private mutating func clickTitle(of table: TableKind, at x: Int) -> [Command] {
    if layout.isTabbed, let tab = TabTitles(self).tabs.first(where: { $0.columns.contains(x) }) {
      setFocus(tab.table.pane)
      return []
    }
    setFocus(table.pane)
    guard let column = TableTitle(table, self).column(at: x) else { return [] }
    var order = state(of: table).order
    order.choose(column)
    tables[table]?.setOrder(order)
    return []
  }

  /// A click on a breadcrumb goes there.
  private mutating func clickStatus(_ event: MouseEvent, in rect: Rect) -> [Command] {
    guard event.action == .press, event.y == rect.maxY - 1, let crumb = crumb(at: event.x) else { return [] }
    go(to: crumb.step)
    return []
  }
}
