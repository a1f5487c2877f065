import Audit
import CloudTrail
import Query
import Terminal
import Text

/// The page of one principal laid out for a width: texts and items with their places, line 0 at its top. A pure function of what
/// is known and of the width; scrolling and the selection are not its business.
struct PageSheet {
  /// A piece of text at a place.
  struct Mark {
    var x: Int
    var y: Int
    var width: Int
    var text: String
    var style: Style
    var alignment = Alignment.left
    var ellipsis = Ellipsis.middle
  }

  /// A title in a rule.
  struct Title {
    var x: Int
    var y: Int
    var width: Int
    var text: String
    /// Behind the title, dim.
    var note: String
  }

  struct PlacedItem {
    var item: PageItem
    var list: PageList
    var x: Int
    var y: Int
    var width: Int
  }

  let settings: Settings
  let times: Times
  let width: Int
  let expanded: Set<PageList>
  var signs: Signs { Signs(glyphs: settings.glyphs) }
  private(set) var marks: [Mark] = []
  private(set) var titles: [Title] = []
  private(set) var items: [PlacedItem] = []
  /// Lines used.
  private(set) var height = 0

  /// The columns from which on the lists stand side by side.
  private static let wideColumns = 110

  init(_ page: PageState, settings: Settings, times: Times, width: Int) {
    (self.settings, self.times, self.width, expanded) = (settings, times, width, page.expanded)
    guard let profile = page.profile else { return }
    facts(profile)
    when(profile)
    let reached = PageRows(settings: settings).reached(profile)
    let with = PageRows(settings: settings).rows(profile.accessKeys, .keys) {
      MaskedKey.form(of: $0, glyphs: settings.glyphs)
    }
    let from = PageRows(settings: settings).rows(profile.addresses, .addresses) { $0 }
    beside([
      ("Where it reached", reached), ("With", with), ("From", from),
    ])
    did(profile)
    let sessions = PageRows(settings: settings).rows(profile.sessions, .sessions) { $0 }
    let agents = PageRows(settings: settings).rows(profile.userAgents, .agents) { $0 }
    beside([("Sessions", sessions), ("User agents", agents)])
  }

  // MARK: Writing

  mutating func mark(_ text: String, x: Int, y: Int, width: Int, style: Style = .text) {
    marks.append(Mark(x: x, y: y, width: width, text: text, style: style, ellipsis: .end))
  }

  mutating func title(_ text: String, note: String = "", x: Int = 0, y: Int, width: Int) {
    titles.append(Title(x: x, y: y, width: width, text: text, note: note))
  }

  mutating func item(_ item: PageItem, of list: PageList, x: Int, y: Int, width: Int) {
    items.append(PlacedItem(item: item, list: list, x: x, y: y, width: width))
  }

  /// Takes `lines` lines at the bottom and returns the first.
  mutating func take(lines: Int) -> Int {
    defer { height += lines }
    return height
  }

  // MARK: Lists

  /// The lists side by side where there is room, else one below the other.
  private mutating func beside(_ lists: [(title: String, rows: [PageRow])]) {
    let shown = lists.filter { !$0.rows.isEmpty }
    guard !shown.isEmpty else { return }
    let across = width >= PageSheet.wideColumns ? shown.count : 1
    let each = width / across
    let top = height
    var bottom = top
    for (index, list) in shown.enumerated() {
      if across == 1 || index == 0 { height = across == 1 ? bottom : top } else { height = top }
      let x = across == 1 ? 0 : index * each
      place(list.rows, title: list.title, x: x, width: across == 1 || index == across - 1 ? width - x : each)
      bottom = max(bottom, height)
    }
    height = bottom
  }

  private mutating func place(_ rows: [PageRow], title: String, x: Int, width: Int) {
    let y = take(lines: 1)
    let columns = Dashboard.place(
      PageRow.columns(signs: signs, times: times, hasNotes: rows.contains { $0.note != nil }), x: x + 1,
      width: width - 3)
    self.title(title, x: x, y: y, width: width)
    let bare = x + 4 + cellWidth(title)..<x + width
    for column in columns {
      guard let cells = column.titleCells(hasArrow: false, within: bare) else { continue }
      mark(" \(column.column.title) ", x: cells.lowerBound - 1, y: y, width: cells.count + 2, style: .dim)
    }
    for row in cut(rows) {
      let line = take(lines: 1)
      if let rest = row.rest {
        mark("\(grouped(rest)) more", x: x + 1, y: line, width: width - 3, style: .dim)
      }
      for column in columns where row.rest == nil {
        marks.append(
          Mark(
            x: column.x, y: line, width: column.width, text: column.text(row),
            style: column.column.style ?? .text, alignment: column.column.alignment,
            ellipsis: column.column.ellipsis))
      }
      item(row.item, of: row.list, x: x, y: line, width: width - 2)
    }
  }

  /// The rows of a list before it is expanded.
  private static let shortest = 8

  /// The first rows and, where there are more, one that stands for them.
  private func cut(_ rows: [PageRow]) -> [PageRow] {
    guard rows.count > PageSheet.shortest + 1, let list = rows.first?.list, !expanded.contains(list) else {
      return rows
    }
    var last = rows[PageSheet.shortest]
    (last.item, last.rest) = (.more(list), rows.count - PageSheet.shortest)
    return rows.prefix(PageSheet.shortest) + [last]
  }
}
