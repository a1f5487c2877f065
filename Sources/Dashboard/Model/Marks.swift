import Audit
import CloudTrail

/// The marked events, and the page that lists them.
struct Marks: Sendable {
  /// By the time of their events.
  private(set) var all: [Mark] = []
  private var ids: Set<EventRow.ID> = []
  /// The records asked for: the question's number, and whose mark waits for the answer.
  private(set) var awaited: [Int: EventRow.ID] = [:]
  /// Marks taken away in this session, which bring their notes along when they are set again.
  private var removed: [EventRow.ID: Mark] = [:]

  /// The mark selected on the page.
  private(set) var selected: EventRow.ID?
  /// The note being written.
  var editor: LineEditor?

  init(_ marks: [Mark] = []) { for mark in marks { insert(mark) } }

  func contains(_ id: EventRow.ID) -> Bool { ids.contains(id) }

  var selectedIndex: Int? { selected.flatMap { id in all.firstIndex { $0.row.id == id } } }

  var selectedMark: Mark? { selectedIndex.map { all[$0] } }

  // MARK: Setting and taking away

  /// Marks the event of `row`, with the note that it had when its mark was taken away. Without its `record` the mark waits for the
  /// answer to `request`.
  mutating func add(_ row: EventRow, record: [UInt8]?, request: Int?, now: Timestamp) -> Mark {
    var mark = removed.removeValue(forKey: row.id) ?? Mark(row: row, record: nil, markedAt: now)
    mark.record = record ?? mark.record
    insert(mark)
    if let request { awaited[request] = row.id }
    return mark
  }

  /// Takes the record that a mark waits for; the mark as it is then. Nil when nobody waits.
  mutating func take(_ record: [UInt8]?, request: Int) -> Mark? {
    guard let id = awaited.removeValue(forKey: request), let at = all.firstIndex(where: { $0.row.id == id })
    else { return nil }
    all[at].record = record ?? all[at].record
    return all[at]
  }

  /// Takes the mark of an event away; nil when it has none.
  mutating func remove(_ id: EventRow.ID) -> Mark? {
    guard let at = all.firstIndex(where: { $0.row.id == id }) else { return nil }
    let mark = all.remove(at: at)
    ids.remove(id)
    awaited = awaited.filter { $0.value != id }
    removed[id] = mark
    if selected == id { selected = all.isEmpty ? nil : all[min(at, all.count - 1)].row.id }
    return mark
  }

  private mutating func insert(_ mark: Mark) {
    guard ids.insert(mark.row.id).inserted else { return }
    let place = all.firstIndex { ($0.row.time, $0.markedAt) > (mark.row.time, mark.markedAt) } ?? all.count
    all.insert(mark, at: place)
  }

  // MARK: The page

  /// Selects the mark of `id`, else the one selected before, else the first.
  mutating func select(_ id: EventRow.ID?) {
    if let id, contains(id) { selected = id } else if selectedIndex == nil { selected = all.first?.row.id }
  }

  /// Moves the selection by so many marks.
  mutating func move(by steps: Int) {
    guard !all.isEmpty else { return }
    let (place, overflow) = (selectedIndex ?? 0).addingReportingOverflow(steps)
    selected = all[overflow ? all.count - 1 : max(0, min(place, all.count - 1))].row.id
  }

  /// Writes the note of the selected mark; the mark as it is then.
  mutating func write(note: String) -> Mark? {
    guard let at = selectedIndex else { return nil }
    all[at].note = note
    return all[at]
  }
}
