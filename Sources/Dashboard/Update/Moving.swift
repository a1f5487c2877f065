import Audit
import Terminal

/// Moving the selection and the focus.
extension Model {
  mutating func move(by steps: Int) {
    if let table = focus.table {
      tables[table]?.move(by: steps)
    } else if focus == .details {
      scrollDetails(by: steps)
    } else {
      events.move(by: steps, height: max(1, height(of: .events)))
    }
  }

  mutating func moveToFirst() {
    if let table = focus.table {
      tables[table]?.selected = nil
    } else if focus == .details {
      scrollDetails(by: -Int(Int32.max))
    } else {
      events.follow()
    }
  }

  mutating func moveToLast() {
    if let table = focus.table {
      tables[table]?.selectLast()
    } else if focus == .details {
      scrollDetails(by: Int(Int32.max))
    } else if events.list.total > 0 {
      events.jump = .oldest
    }
  }

  /// The panes that lie in one line with the one in focus.
  var neighbours: [Pane] {
    let order = layout.focusOrder
    return order.filter { $0 != .timeline && ($0.table != nil) == (focus.table != nil) }
  }

  /// Moves the focus to the pane before or behind, if there is one.
  mutating func moveFocus(_ steps: Int, among panes: [Pane]) -> [Command] {
    guard let at = panes.firstIndex(of: focus), panes.indices.contains(at + steps) else { return [.bell] }
    setFocus(panes[at + steps])
    return []
  }

  /// Moves the focus round all panes.
  mutating func cycleFocus(_ steps: Int) {
    let order = layout.focusOrder
    guard !order.isEmpty else { return }
    let at = order.firstIndex(of: focus) ?? 0
    setFocus(order[(at + steps + order.count) % order.count])
  }

  mutating func setFocus(_ pane: Pane) {
    if pane == .events { isOpen = false }
    focus = pane
  }
}
