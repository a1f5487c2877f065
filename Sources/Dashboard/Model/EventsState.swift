import Audit
import CloudTrail

/// The list of events: following the newest, or held where a person looks.
struct EventsState: Sendable {
  /// The stretch of the list that is known.
  private(set) var list = EventList()
  /// The selected event; nil while the list follows.
  private(set) var selected: EventRow.ID?
  /// Its time, by which its neighbours are found once it has left the store.
  private(set) var selectedTime: Timestamp?
  /// The line that the selected event is shown in, from the pane's first.
  private(set) var line = 0
  /// How many events came in above the selected one since it was held.
  private(set) var newCount = 0
  /// Where the selection goes as soon as the answer to the question last asked is here.
  var jump: Jump?

  enum Jump: Hashable, Sendable {
    case oldest
    case event(EventRow.ID)
  }

  /// Whether new events push in at the top.
  var isFollowing: Bool { selected == nil }

  /// The selected event's place among the known rows.
  var selectedIndex: Int? { selected.flatMap { id in list.rows.firstIndex { $0.id == id } } }

  var selectedRow: EventRow? { selectedIndex.map { list.rows[$0] } }

  /// The known rows that `height` lines show.
  func visible(height: Int) -> ArraySlice<EventRow> {
    let first = firstVisible
    return list.rows[first..<min(list.rows.count, first + max(0, height))]
  }

  private var firstVisible: Int {
    guard let index = selectedIndex else { return 0 }
    return max(0, index - line)
  }

  /// Moves the selection by so many rows, as far as rows are known; above the newest the list follows again.
  mutating func move(by steps: Int, height: Int) {
    guard !list.rows.isEmpty else { return follow() }
    guard let from = selectedIndex else {
      if steps > 0 { select(index: min(steps, list.rows.count) - 1, line: min(steps, height) - 1) }
      return
    }
    let place = from + steps
    if place < 0, list.position == 0 { return follow() }
    let bounded = max(0, min(place, list.rows.count - 1))
    select(index: bounded, line: max(0, min(line + bounded - from, height - 1)))
  }

  /// Selects an event again that was let go, if it is still listed: the next answer tells.
  mutating func select(again id: EventRow.ID, line: Int) {
    guard selected == nil else { return }
    (selected, self.line) = (id, line)
  }

  /// Selects an event of the list: at once where its row is known, else as soon as it is. A row that `height`
  /// lines show already stays where it is.
  mutating func jump(to id: EventRow.ID, height: Int) {
    guard let index = list.rows.firstIndex(where: { $0.id == id }) else { return jump = .event(id) }
    let shown = index - firstVisible
    select(index: index, line: (0..<height).contains(shown) ? shown : height / 2)
    jump = nil
  }

  /// Lets go of the selection.
  mutating func follow() {
    (selected, selectedTime, line, newCount, jump) = (nil, nil, 0, 0, nil)
  }

  /// Selects the event shown in `line`; false when there is none.
  mutating func select(line: Int) -> Bool {
    let index = firstVisible + line
    guard line >= 0, list.rows.indices.contains(index) else { return false }
    select(index: index, line: line)
    return true
  }

  private mutating func select(index: Int, line: Int) {
    (selected, selectedTime) = (list.rows[index].id, list.rows[index].time)
    self.line = min(line, index)
  }

  /// Takes the answer to a question that continues the last one (those above the selection are then new) or is about other
  /// events. A selected event that other events leave out is let go; one that has left the store gives the selection to the one
  /// nearest in time. False when the answer is of no use: the selection has moved out of the stretch that was asked for.
  mutating func take(_ answer: EventList, anchor: EventRow.ID?, continues: Bool, height: Int) -> Bool {
    if let selected, jump == nil, anchor != selected, !answer.rows.contains(where: { $0.id == selected }) {
      return false
    }
    // Of what was not listed whole before, nobody can say what is new.
    let before = list.complete ? selectedIndex.map { $0 + list.position } : nil
    list = answer
    if let before, let after = selectedIndex, continues {
      newCount += max(0, after + list.position - before)
    } else if !continues {
      newCount = 0
    }
    if jump == .oldest, !answer.rows.isEmpty {
      select(index: answer.rows.count - 1, line: max(0, height - 1))
      newCount = 0
    } else if case .event(let id)? = jump, let index = answer.rows.firstIndex(where: { $0.id == id }) {
      select(index: index, line: height / 2)
    } else if selected != nil, selectedIndex == nil {
      guard continues, let selectedTime, !answer.rows.isEmpty else {
        follow()
        return true
      }
      let nearest = answer.rows.firstIndex { $0.time <= selectedTime } ?? answer.rows.count - 1
      select(index: nearest, line: line)
    }
    jump = nil
    fit(height: height)
    return true
  }

  /// Keeps the selected line inside a pane of `height` lines.
  mutating func fit(height: Int) {
    line = max(0, min(line, height - 1))
    if let index = selectedIndex { line = min(line, index) }
  }

  /// Whether rows that `height` lines and another page would show are not known yet.
  func needsMore(height: Int) -> Bool {
    guard let index = selectedIndex else {
      return selected != nil || list.position > 0 || list.rows.count < min(height, list.total)
    }
    let first = index - line
    let isShortAbove = first < height && list.position > 0
    let isShortBelow = first + 2 * height > list.rows.count && list.position + list.rows.count < list.total
    return isShortAbove || isShortBelow
  }
}
