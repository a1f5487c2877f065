import Terminal

/// Where every pane lies. A pure function of the size and of what a person looks at.
///
/// Panes give way in this order as the height shrinks: the timeline's axis, the timeline, then all but the
/// one in focus. As the width shrinks, the four tables become the tabs of one, and the details lie over the
/// events.
package struct Layout: Hashable, Sendable {
  /// The least size that shows a pane at all.
  package static let leastColumns = 40
  package static let leastRows = 10
  /// The width from which the tables stand side by side and the details beside the events.
  static let wideColumns = 110

  /// The panes seen, each with its title line.
  package private(set) var panes: [Pane: Rect] = [:]
  /// One table is seen at a time, its title names all four.
  package private(set) var isTabbed = false
  /// The pane in focus is the only one.
  package private(set) var isSingle = false
  /// The screen is too small for any pane.
  package private(set) var isTooSmall = false

  /// The panes that the focus goes through, in order.
  var focusOrder: [Pane] {
    let order: [Pane] = [.accounts, .principals, .actions, .alerts, .timeline, .events, .details]
    return isSingle ? order : order.filter { panes[$0] != nil || (isTabbed && $0.table != nil) }
  }

  /// - Parameters:
  ///   - tab: the table seen where only one is.
  ///   - isOpen: the details are open.
  ///   - isFull: the pane in focus has the whole screen.
  package init(columns: Int, rows: Int, focus: Pane, tab: TableKind, isOpen: Bool, isFull: Bool) {
    guard columns >= Layout.leastColumns, rows >= Layout.leastRows else {
      isTooSmall = true
      return
    }
    let screen = Rect(x: 0, y: 0, width: columns, height: rows)
    let (header, below) = screen.split(top: 1)
    let (body, status) = below.split(bottom: 2)
    (panes[.header], panes[.status]) = (header, status)
    isTabbed = columns < Layout.wideColumns
    // A timeline that nobody looks at gives way before one that somebody moves through.
    let hidesFocus = focus == .timeline && Layout.timelineHeight(body: body.height) == 0
    if isFull || body.height < 14 || hidesFocus {
      isTabbed = isTabbed || body.height < 14
      panes[focus] = body
      isSingle = true
    } else {
      divide(body, tab: tab, isOpen: isOpen)
    }
  }

  private mutating func divide(_ body: Rect, tab: TableKind, isOpen: Bool) {
    let (timeline, rest) = body.split(top: Layout.timelineHeight(body: body.height))
    if timeline.height > 0 { panes[.timeline] = timeline }
    let (tables, below) = rest.split(top: 1 + max(4, (rest.height + 2) / 4))
    if isTabbed {
      panes[tab.pane] = tables
      panes[isOpen ? .details : .events] = below
    } else {
      placeTables(tables)
      let (events, details) = below.split(left: below.width * (below.width < 160 ? 11 : 12) / 20)
      (panes[.events], panes[.details]) = (events, details)
    }
  }

  /// Side by side: the principals, whose trend is seen first, get what the others, by their shares of 120 columns, leave.
  private mutating func placeTables(_ row: Rect) {
    let (accounts, others) = row.split(left: row.width * 26 / 120)
    let (beforeAlerts, alerts) = others.split(right: row.width * 30 / 120)
    let (principals, actions) = beforeAlerts.split(right: row.width * 28 / 120)
    (panes[.accounts], panes[.principals], panes[.actions], panes[.alerts]) = (
      accounts, principals, actions, alerts
    )
  }

  /// The timeline's lines: a title, the bars and, from 5 lines on, the axis.
  private static func timelineHeight(body: Int) -> Int {
    switch body {
    case 50...: 8
    case 27...: 5
    case 20...: 3
    default: 0
    }
  }
}
