import Audit
import CloudTrail
import Query
import Terminal

/// The page of one principal: opening it, moving on it, and what its rows lead to.
extension Model {
  /// Opens the page of the principal selected in its table, else of the selected event's, else of the newest event's.
  mutating func openPage() -> [Command] {
    let inTable = focus == .principals ? state(of: .principals).selected : nil
    let ofEvent = (events.selectedRow ?? details.shown?.row ?? events.list.rows.first)?.principal
    guard let principal = inTable ?? ofEvent.map({ ExactString($0) }) else { return [.bell] }
    page = PageState(principal: principal)
    return []
  }

  /// The page as it is laid out on this screen.
  var sheet: PageSheet? {
    guard let page, !layout.isTooSmall else { return nil }
    return PageSheet(page, settings: settings, times: times, width: columns)
  }

  /// The lines of the page seen at a time.
  var pageHeight: Int { max(1, rows - 4) }

  /// What `command` does on the page; nil for what it does as ever.
  mutating func performOnPage(_ command: KeyCommand) -> [Command]? {
    switch command {
    case .up: return movePage(by: -1)
    case .down: return movePage(by: 1)
    case .left, .previousPane: return movePageSection(by: -1)
    case .right, .nextPane: return movePageSection(by: 1)
    case .pageUp: scrollPage(by: -max(1, pageHeight - 1))
    case .pageDown: scrollPage(by: max(1, pageHeight - 1))
    case .first: page?.goToTop()
    case .last: scrollPage(by: Int(Int32.max))
    case .open: return followPage()
    case .back, .leave, .everything: page = nil
    case .palette:
      page = nil
      return nil
    case .help, .problems, .theme, .times, .zone, .redraw, .suspend, .quit, .freeze: return nil
    default: return [.bell]
    }
    return []
  }

  private mutating func movePage(by steps: Int) -> [Command] {
    guard let sheet else { return [] }
    let at = page?.selected.flatMap { selected in sheet.items.firstIndex { $0.item == selected } }
    let next = at.map { $0 + steps } ?? (steps > 0 ? 0 : -1)
    guard next < sheet.items.count else { return [.bell] }
    guard next >= 0 else {
      page?.goToTop()
      return []
    }
    selectOnPage(sheet.items[next])
    return []
  }

  /// Selects the first item of the list before or behind.
  private mutating func movePageSection(by steps: Int) -> [Command] {
    guard let sheet else { return [] }
    let starts = sheet.items.indices.filter { $0 == 0 || sheet.items[$0].list != sheet.items[$0 - 1].list }
    let selected = page?.selected.flatMap { selected in sheet.items.first { $0.item == selected }?.list }
    let at = starts.firstIndex { sheet.items[$0].list == selected }
    let next = at.map { $0 + steps } ?? (steps > 0 ? 0 : -1)
    guard starts.indices.contains(next) else { return [.bell] }
    selectOnPage(sheet.items[starts[next]])
    return []
  }

  /// Selects an item and scrolls as little as brings it, and the title above it, into view.
  private mutating func selectOnPage(_ placed: PageSheet.PlacedItem) {
    guard var page else { return }
    page.selected = placed.item
    page.scrolled = max(min(page.scrolled, max(0, placed.y - 1)), placed.y - pageHeight + 1)
    self.page = page
  }

  mutating func scrollPage(by steps: Int) {
    guard var page, let sheet else { return }
    page.scrolled = max(0, min(page.scrolled + steps, sheet.height - pageHeight))
    self.page = page
  }

  /// Narrows the dashboard to the principal and the selected item, and closes the page; or shows the rest of a list.
  private mutating func followPage() -> [Command] {
    guard let page, let selected = page.selected else { return [.bell] }
    if case .more(let list) = selected {
      self.page?.expanded.insert(list)
      self.page?.selected = nil
      return []
    }
    guard let narrower = selected.narrower else { return [.bell] }
    let principal = Narrowing(
      table: .principals, key: page.principal, name: name(of: page.principal, in: .principals))
    var place = Place(
      filter: "", predicate: nil, drills: [principal], zooms: [], selections: [:], focus: .events)
    switch narrower {
    case .row(let table, let key):
      place.drills.append(Narrowing(table: table, key: key, name: name(of: key, in: table)))
    case .filter(let predicate): (place.filter, place.predicate) = ("\(predicate)", predicate)
    }
    self.page = nil
    isFull = false
    events.follow()
    go(to: place)
    return []
  }

  /// A click selects an item, a second one follows it, the wheel scrolls.
  mutating func clickPage(_ event: MouseEvent) -> [Command] {
    switch event.action {
    case .wheelUp: scrollPage(by: -3)
    case .wheelDown: scrollPage(by: 3)
    case .press, .doubleClick:
      let line = event.y - 2 + (page?.scrolled ?? 0)
      let hit = sheet?.items.first { $0.y == line && ($0.x..<$0.x + $0.width).contains(event.x) }
      guard let hit, event.y >= 2, event.y < 2 + pageHeight else { return [] }
      page?.selected = hit.item
      return event.action == .doubleClick ? followPage() : []
    case .drag, .release: break
    }
    return []
  }

  /// Asks for the page's principal, again when events came in.
  mutating func askPage(becauseOfData: Bool) -> [Command] {
    guard let page else { return [] }
    let window = settings.window
    let wanted = ProfileRequest(
      principal: page.principal, since: window.since, until: window.until, arrivedBefore: frozen?.arrived,
      buckets: Timechart.finestBuckets(columns: columns))
    guard self.page?.wants(wanted, becauseOfData: becauseOfData) ?? false else { return [] }
    lastRequest += 1
    self.page?.ask(wanted, request: lastRequest)
    return [.profile(request: lastRequest, wanted)]
  }
}
