import Audit
import CloudTrail
import Query
import Terminal

/// Who really did it: opening the tree, walking in it, and going from it to an event.
extension Model {
  /// Opens the tree of the event looked at: the one in the details, the selected one or, while the list follows, the newest.
  mutating func openLineage() -> [Command] {
    let shown = focus == .details ? details.wanted : nil
    if let id = shown ?? events.selected {
      lineage = LineageState(of: id)
    } else if isListBehind || !events.list.rows.isEmpty {
      lineage = LineageState()
    } else {
      return [.bell]
    }
    overlay = .lineage
    return []
  }

  /// Whether other events are asked for than those the list holds.
  private var isListBehind: Bool {
    guard eventsPending != nil, let question = eventsQuestion else { return false }
    return eventsAnswered.map { !$0.asksSameEvents(as: question) } ?? true
  }

  /// What the status line offers over the tree.
  static let lineageHints: Set<KeyCommand> = [.open, .back, .palette, .freeze, .help]

  /// What `command` does in the tree; nil for what it does as ever.
  mutating func performInLineage(_ command: KeyCommand) -> [Command]? {
    let page = max(1, OverlayText.height(rows: rows) - 1)
    switch command {
    case .up: lineage.move(by: -1)
    case .down: lineage.move(by: 1)
    case .pageUp: lineage.move(by: -page)
    case .pageDown: lineage.move(by: page)
    case .first: lineage.move(by: -Int(Int32.max))
    case .last: lineage.move(by: Int(Int32.max))
    case .left: return lineage.moveToParent() ? [] : [.bell]
    case .right: return lineage.moveToChild() ? [] : [.bell]
    case .open: return leaveLineage()
    case .lineage, .back, .leave: overlay = nil
    case .help, .problems, .palette, .theme, .times, .zone, .redraw, .suspend, .quit, .freeze: return nil
    default: return [.bell]
    }
    return []
  }

  mutating func clickLineage(_ event: MouseEvent) -> [Command] {
    // The overlay's title is the screen's second row.
    let line = event.y - 2
    switch event.action {
    case .wheelUp: lineage.move(by: -3)
    case .wheelDown: lineage.move(by: 3)
    case .press: _ = lineage.select(line: line)
    case .doubleClick: return lineage.select(line: line) ? leaveLineage() : []
    case .drag, .release: break
    }
    return []
  }

  /// Asks for the tree, and again while it is looked at and events come in, at most once a second.
  mutating func askLineage(becauseOfData: Bool) -> [Command] {
    guard overlay == .lineage else { return [] }
    if lineage.asked == nil, !isListBehind, let newest = events.list.rows.first {
      lineage = LineageState(of: newest.id)
    }
    guard let asked = lineage.asked else { return [] }
    lineage.isStale = lineage.isStale || becauseOfData
    if let last = lineage.askedAt {
      guard lineage.isStale, now.milliseconds - last.milliseconds >= 1000 else { return [] }
    }
    guard lineage.pending == nil else { return [] }
    lastRequest += 1
    lineage.want(request: lastRequest, at: now)
    return [.trace(request: lastRequest, asked)]
  }

  // MARK: Going to an event

  /// Goes to what the selected line stands for.
  private mutating func leaveLineage() -> [Command] {
    guard let line = lineage.selected else { return [.bell] }
    switch line.subject {
    case .event(let id) where line.isListed: seek(id)
    case .event(let id): show(aside: id)
    case .omitted:
      guard let key = line.key else { return [.bell] }
      widen()
      _ = filter.set(FilterSyntax.text(of: .equals(.accessKeyId, ExactString(key))), now: now)
      setFocus(.events)
    case .origin:
      guard let origin = lineage.lineage?.origin else { return [.bell] }
      widen()
      let shown = ShownPrincipal.form(of: origin.principal)
      drills = [Narrowing(table: .principals, key: ExactString(origin.principal), name: shown)]
      setFocus(.events)
    case .gap: return [.bell]
    }
    overlay = nil
    return []
  }

  /// Shows the details of an event that no list holds, for as long as they are looked at.
  mutating func show(aside id: EventRow.ID) {
    aside = (id, events.selected)
    setFocus(.details)
  }

  /// The event that the details show instead of the selected one.
  var asideEvent: EventRow.ID? {
    guard focus == .details, let aside, aside.besides == events.selected else { return nil }
    return aside.id
  }
}
