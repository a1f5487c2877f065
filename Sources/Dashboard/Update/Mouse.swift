import Terminal

/// The mouse: a click focuses a pane and selects its row, a second one opens it, the wheel moves on.
extension Model {
  mutating func click(_ event: MouseEvent) -> [Command] {
    guard filter.editor == nil else { return [] }
    if event.action == .drag || event.action == .release { return touchTimeline(event) }
    let shown = layout
    let hit = shown.panes.first { $0.value.contains(x: event.x, y: event.y) }
    if hit?.key == .timeline { return touchTimeline(event) }
    guard let (pane, rect) = hit, pane.table != nil || pane == .events || pane == .details else { return [] }
    switch event.action {
    case .press:
      if pane.table != nil, event.y == rect.y, shown.isTabbed { return clickTab(at: event.x - rect.x) }
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

  private mutating func clickTab(at column: Int) -> [Command] {
    guard let hit = TabTitles(self).tabs.first(where: { $0.columns.contains(column) }) else { return [] }
    setFocus(hit.table.pane)
    return []
  }
}
