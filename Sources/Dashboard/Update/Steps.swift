import Audit
import CloudTrail
import Terminal

/// Steps in and out: drill, open, sort, and the way back.
extension Model {
  /// Drills into the selected row, or opens the selected event's details (the newest's while the list
  /// follows).
  mutating func open() -> [Command] {
    if let table = focus.table { return drill(table) }
    guard focus == .events, !events.list.rows.isEmpty else { return [.bell] }
    if events.isFollowing { events.move(by: 1, height: max(1, height(of: .events))) }
    setFocus(.details)
    return []
  }

  private mutating func drill(_ table: TableKind) -> [Command] {
    guard let selection = selection(in: table), !drills.contains(selection) else { return [.bell] }
    drills.append(selection)
    tables[table]?.selected = nil
    return []
  }

  /// Undoes the last step; false when there is none.
  mutating func goBack() -> Bool {
    if focus == .details, details.search.isOpen {
      details.search.close()
    } else if focus == .details, isOpen {
      setFocus(.events)
    } else if isFull {
      isFull = false
    } else if let table = focus.table, state(of: table).selected != nil {
      tables[table]?.selected = nil
    } else if focus == .events, !events.isFollowing {
      events.follow()
    } else if let table = TableKind.allCases.first(where: { state(of: $0).selected != nil }) {
      tables[table]?.selected = nil
    } else {
      return brush.cancel() || drills.popLast() != nil || zooms.popLast() != nil
    }
    return true
  }

  /// Closes what lies on top, takes a drill back, or quits.
  mutating func leave() -> [Command] {
    if focus == .details, isOpen {
      setFocus(.events)
    } else if isFull {
      isFull = false
    } else if drills.popLast() == nil {
      return [.quit]
    }
    return []
  }

  /// Shows a place of the history.
  mutating func look(at place: Place?) -> [Command] {
    guard let place else { return [.bell] }
    go(to: place)
    return []
  }

  mutating func sort(_ command: KeyCommand) {
    guard let table = focus.table else { return }
    var order = state(of: table).order
    if command == .sort { order.advance(through: orders(of: table)) } else { order.isReversed.toggle() }
    tables[table]?.setOrder(order)
  }
}
