import Audit
import Terminal

/// What a key does. Nearly all of it is in the keymap; an open filter bar and an open overlay take keys
/// first.
extension Model {
  mutating func press(_ key: Key) -> [Command] {
    switch key {
    case .resize(let columns, let rows):
      resize(columns: columns, rows: rows)
      return []
    case .mouse(let event):
      if palette != nil || filter.editor != nil { return clickSuggestion(event) }
      if overlay == .lineage { return clickLineage(event) }
      if overlay != nil { return scrollOverlay(event) }
      return page == nil ? click(event) : clickPage(event)
    default: break
    }
    if askedCode != nil, !Model.passesInput(key) { return typeCode(key) }
    if palette != nil, !Model.passesInput(key) { return typePalette(key) }
    if filter.editor != nil, !Model.passesInput(key) { return typeFilter(key) }
    notice = nil
    if overlay == .export, !Model.passesInput(key) { return typeExport(key) }
    if deciding != nil, !Model.passesInput(key) { return typeDecision(key) }
    if marks.editor != nil, !Model.passesInput(key) { return typeNote(key) }
    if focus == .details, details.search.editor != nil, !Model.passesInput(key) { return typeSearch(key) }
    guard let command = settings.keymap.command(for: key, in: context) else { return [] }
    if overlay != nil, let commands = performInOverlay(command) { return commands }
    if overlay == nil, page != nil, let commands = performOnPage(command) { return commands }
    return perform(command)
  }

  /// The keys that mean the same while something is typed.
  private static func passesInput(_ key: Key) -> Bool {
    key == .control("c") || key == .control("z") || key == .control("l")
  }

  private mutating func openFilter() {
    heldBeforeTyping = events.selected.map { ($0, events.line) }
    filter.open()
  }

  var context: KeyBinding.Context {
    if overlay == .lineage { return .lineage }
    if overlay == .marks { return .marks }
    if page != nil { return .page }
    if focus == .alerts { return .alerts }
    if focus.table != nil { return .tables }
    return focus == .timeline ? .timeline : focus == .details ? .details : .events
  }

  mutating func perform(_ command: KeyCommand) -> [Command] {
    if focus == .timeline, let commands = performInTimeline(command) { return commands }
    switch command {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -max(1, height(of: focus) - 1))
    case .pageDown: move(by: max(1, height(of: focus) - 1))
    case .first: moveToFirst()
    case .last: moveToLast()
    case .left: return moveFocus(-1, among: neighbours)
    case .right: return moveFocus(1, among: neighbours)
    case .nextPane: cycleFocus(1)
    case .previousPane: cycleFocus(-1)
    case .open: return open()
    case .back: return goBack() ? [] : [.bell]
    case .leave: return leave()
    case .previousView: return look(at: history.back())
    case .everything: return openPage()
    case .nextView: return look(at: history.forward())
    case .filter: openFilter()
    case .palette: openPalette()
    case .sort, .reverseSort: sort(command)
    case .zoomIn: return zoomIn()
    case .zoomOut: return zoomOut()
    case .brush: return toggleBrush()
    case .freeze: return freeze()
    case .fullScreen: isFull.toggle()
    case .raw: toggleRaw()
    case .previousError, .nextError, .previousAlert, .nextAlert, .hourBack, .hourOn, .dayBack, .dayOn:
      return Jump(command).map { jump($0) } ?? []
    case .times: timeForm.advance()
    case .zone: toggleZone()
    case .difference: return toggleDifference()
    case .findInDetails: details.search.open()
    case .nextHit: return stepHit(by: 1)
    case .previousHit: return stepHit(by: -1)
    case .lineage: return openLineage()
    case .theme: return nextTheme()
    case .mark: return toggleMark()
    case .marks: openMarks()
    case .acknowledge: return decide(isMute: false)
    case .mute: return decide(isMute: true)
    case .showMuted: return toggleMuted()
    case .ruleText: return showRule()
    case .export: openExport()
    case .copy: return copySelected()
    case .copyFilter: return copyFilter()
    case .note, .removeMark: return [.bell]
    case .problems:
      show(.problems)
      problems.markRead()
    case .help: show(.help)
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit: return [.quit]
    }
    return []
  }

  /// Stands still, or goes on. Before the first answer there is nothing to stand still with.
  private mutating func freeze() -> [Command] {
    guard frozen != nil || eventsAnswered != nil else { return [.bell] }
    frozen = frozen == nil ? (events.list.arrived, 0) : nil
    return []
  }

  mutating func show(_ wanted: Overlay) { (overlay, overlayScroll) = (wanted, 0) }

  /// What `command` does over the panes; nil for what it does as ever.
  private mutating func performInOverlay(_ command: KeyCommand) -> [Command]? {
    if overlay == .lineage { return performInLineage(command) }
    if overlay == .marks, let commands = performInMarks(command) { return commands }
    switch command {
    case .up: scrollOverlay(by: -1)
    case .down: scrollOverlay(by: 1)
    case .pageUp: scrollOverlay(by: -max(1, rows - 4))
    case .pageDown: scrollOverlay(by: max(1, rows - 4))
    case .first: overlayScroll = 0
    case .last: scrollOverlay(by: Int(Int32.max))
    case .help where overlay == .help, .problems where overlay == .problems, .ruleText where overlay == .rule,
      .back, .leave, .open:
      overlay = nil
    case .help, .problems, .palette, .marks, .export, .copy, .copyFilter, .theme, .times, .zone, .redraw,
      .suspend, .quit, .freeze:
      return nil
    default: return [.bell]
    }
    return []
  }

  private mutating func scrollOverlay(_ event: MouseEvent) -> [Command] {
    if overlay == .marks { return turnWheelInMarks(event) }
    if overlay == .export { return clickExport(event) }
    switch event.action {
    case .wheelUp: scrollOverlay(by: -3)
    case .wheelDown: scrollOverlay(by: 3)
    case .press, .drag, .release, .doubleClick: break
    }
    return []
  }

  private mutating func scrollOverlay(by steps: Int) {
    let lines = overlay.map { OverlayText.rows(of: $0, in: self).count } ?? 0
    overlayScroll = max(0, min(overlayScroll + steps, lines - OverlayText.height(rows: rows)))
  }

  private mutating func nextTheme() -> [Command] {
    guard !settings.themes.isEmpty else { return [.bell] }
    let at = settings.themes.firstIndex(of: theme).map { $0 + 1 } ?? 0
    theme = settings.themes[at % settings.themes.count]
    return [.setTheme(theme)]
  }
}
