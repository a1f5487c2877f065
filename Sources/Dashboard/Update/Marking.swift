import Audit
import CloudTrail
import Terminal

/// Marking the event looked at, and the keys of the page of marks.
extension Model {
  /// The event that a person looks at: the one in the details when they have the focus, else the selected one, else the newest shown.
  var rowLookedAt: EventRow? {
    if focus == .details { return details.shown?.row }
    return events.selectedRow ?? events.visible(height: height(of: .events)).first
  }

  /// Marks the event looked at, or takes its mark away.
  mutating func toggleMark() -> [Command] {
    guard let row = rowLookedAt else { return [.bell] }
    if let mark = marks.remove(row.id) { return removed(mark) }
    say("marked \(row.action)   M notes and marks")
    if let shown = details.shown, shown.row.id == row.id, shown.complete {
      return [.keepMark(marks.add(row, record: Array(shown.record.bytes), request: nil, now: now))]
    }
    lastRequest += 1
    _ = marks.add(row, record: nil, request: lastRequest, now: now)
    return [.open(request: lastRequest, row.id)]
  }

  private mutating func removed(_ mark: Mark) -> [Command] {
    say("mark taken away   m on the event brings it back", .warn)
    return [.removeMark(mark)]
  }

  /// Gives the mark that waits for it its record.
  mutating func takeMarked(_ details: EventDetails?, request: Int) -> [Command] {
    let mark = marks.take(details.map { Array($0.record.bytes) }, request: request)
    return mark.map { [.keepMark($0)] } ?? []
  }

  // MARK: The page

  mutating func openMarks() {
    marks.select(rowLookedAt?.id)
    show(.marks)
  }

  /// What `command` does on the page of marks; nil for what it does as ever.
  mutating func performInMarks(_ command: KeyCommand) -> [Command]? {
    let page = max(1, MarksLayout(rows: rows, columns: columns).list.height / 2)
    switch command {
    case .up: marks.move(by: -1)
    case .down: marks.move(by: 1)
    case .pageUp: marks.move(by: -page)
    case .pageDown: marks.move(by: page)
    case .first: marks.move(by: -marks.all.count)
    case .last: marks.move(by: marks.all.count)
    case .marks: overlay = nil
    case .open: return showMarked()
    case .note: return openNote()
    case .removeMark, .mark: return removeSelectedMark()
    default: return nil
    }
    return []
  }

  private mutating func removeSelectedMark() -> [Command] {
    guard let id = marks.selected, let mark = marks.remove(id) else { return [.bell] }
    return removed(mark)
  }

  private mutating func openNote() -> [Command] {
    guard let mark = marks.selectedMark else { return [.bell] }
    marks.editor = LineEditor(text: mark.note)
    return []
  }

  /// Lets the note that is written take a key.
  mutating func typeNote(_ key: Key) -> [Command] {
    switch key {
    case .escape: marks.editor = nil
    case .enter:
      let note = marks.editor?.text ?? ""
      marks.editor = nil
      if let mark = marks.write(note: note) { return [.keepMark(mark)] }
    default: return marks.editor?.take(key, history: []) == true ? [] : [.bell]
    }
    return []
  }

  mutating func turnWheelInMarks(_ event: MouseEvent) -> [Command] {
    switch event.action {
    case .wheelUp: marks.move(by: -1)
    case .wheelDown: marks.move(by: 1)
    case .press, .drag, .release, .doubleClick: break
    }
    return []
  }
}
