import Audit
import Terminal

/// An event that a person went to.
struct Sought: Sendable {
  var id: EventRow.ID
  /// The mark that led to it, whose own copy is left where the event is no longer held.
  var mark: Mark?
}

/// Going to an event wherever it is: as things stand, else with all narrowing taken off, else to what is left of it.
extension Model {
  /// Selects an event that the list may have to be asked for.
  mutating func seek(_ id: EventRow.ID, mark: Mark? = nil) {
    events.jump(to: id, height: height(of: .events))
    sought = events.selected == id && events.selectedIndex != nil ? nil : Sought(id: id, mark: mark)
    setFocus(.events)
  }

  /// Shows the selected mark's event in the list of events.
  mutating func showMarked() -> [Command] {
    guard let mark = marks.selectedMark else { return [.bell] }
    overlay = nil
    isFull = false
    seek(mark.row.id, mark: mark)
    return []
  }

  /// Looks whether the answer to a question about the event sought holds it. If something narrows the list that goes, and if the
  /// event is in no list its details are shown, or the mark that led to it.
  mutating func followSought(anchor: EventRow.ID?) {
    guard let found = sought, anchor == found.id else { return }
    if events.list.rows.contains(where: { $0.id == found.id }) {
      seek(found.id)
      sought = nil
    } else if isNarrowed {
      widen()
      if found.mark != nil {
        say("the filter and the selection hid the marked event: they were taken off", .warn)
      }
      seek(found.id, mark: found.mark)
    } else {
      sought = nil
      guard found.mark != nil else { return show(aside: found.id) }
      say("this event is no longer held; below is what the mark keeps of it", .warn)
      show(.marks)
    }
  }

  /// Whether anything but the start's own window keeps events off the list.
  private var isNarrowed: Bool {
    filter.predicate != nil || !drills.isEmpty || !zooms.isEmpty || brush.window != nil
      || TableKind.allCases.contains { state(of: $0).selected != nil }
  }

  /// Takes off all that narrows the events.
  mutating func widen() {
    _ = filter.set("", now: now)
    _ = brush.cancel()
    (drills, zooms) = ([], [])
    for table in TableKind.allCases { tables[table]?.selected = nil }
    events.follow()
  }
}
