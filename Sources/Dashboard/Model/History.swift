import CloudTrail
import Query

/// What a person looks at: all that narrows the panes, and where the focus is.
struct Place: Hashable, Sendable {
  var filter: String
  var predicate: Predicate?
  var drills: [Narrowing]
  var zooms: [TimeWindow]
  /// The stretch of time brushed.
  var brushed: TimeWindow?
  var selections: [TableKind: ExactString]
  var focus: Pane

  /// Whether both show the same, wherever the focus is.
  func showsSame(as other: Place) -> Bool {
    var moved = other
    moved.focus = focus
    return self == moved
  }

  /// The table whose selection is all that `other` shows differently; nil where more differs, or nothing.
  func tableMoved(in other: Place) -> TableKind? {
    let moved = TableKind.allCases.filter { selections[$0] != other.selections[$0] }
    var same = other
    same.selections = selections
    return moved.count == 1 && showsSame(as: same) ? moved[0] : nil
  }
}

/// The places that were looked at, as a browser keeps pages: a step back, and forward again until something else is looked at.
///
/// An entry is made when what is shown changes: by a filter that is applied, a drill, a zoom, a selection, and by each of them taken
/// back. Moving through the rows of one table is one entry, however many rows; leaving them again, upwards, none.
struct History: Sendable {
  /// The most places kept.
  static let most = 100

  private var past: [Place] = []
  private var future: [Place] = []
  private var present: Place?
  /// The table whose selection made the present place, while nothing else has.
  private var wandering: TableKind?

  /// Takes note of what is looked at after a message.
  mutating func note(_ place: Place) {
    let before = present
    present = place
    guard let before, !before.showsSame(as: place) else { return }
    future = []
    let moved = before.tableMoved(in: place)
    if moved != nil, moved == wandering {
      guard let last = past.last, last.showsSame(as: place) else { return }
      past.removeLast()
      wandering = nil
    } else {
      past.append(before)
      past.removeFirst(max(0, past.count - History.most))
      wandering = moved
    }
  }

  /// The place before; nil at the first.
  mutating func back() -> Place? { History.step(&present, from: &past, to: &future, &wandering) }

  /// The place that was left by going back; nil at the last.
  mutating func forward() -> Place? { History.step(&present, from: &future, to: &past, &wandering) }

  private static func step(
    _ present: inout Place?, from: inout [Place], to: inout [Place], _ wandering: inout TableKind?
  ) -> Place? {
    guard let next = from.popLast() else { return nil }
    if let left = present { to.append(left) }
    (present, wandering) = (next, nil)
    return next
  }
}

extension Model {
  /// What is looked at now.
  var place: Place {
    Place(
      filter: filter.text, predicate: filter.predicate, drills: drills, zooms: zooms,
      // While the brush is drawn it is no place yet.
      brushed: brush.anchor == nil ? brush.window : nil,
      selections: tables.compactMapValues(\.selected), focus: focus)
  }

  /// Shows what `place` shows.
  mutating func go(to place: Place) {
    filter.restore(place.filter, place.predicate)
    (drills, zooms) = (place.drills, place.zooms)
    (brush.anchor, brush.window) = (nil, place.brushed)
    for table in TableKind.allCases { tables[table]?.selected = place.selections[table] }
    setFocus(place.focus)
  }

  /// Takes note of where one is, but not of what a filter shows while it is typed.
  mutating func notePlace() {
    if filter.editor == nil { history.note(place) }
  }
}
