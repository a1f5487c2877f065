import CloudTrail
import Query

/// What is counted of some of the events that are alerts.
struct AlertTally {
  /// The most events whose ids are told.
  static let eventLimit = 100

  /// An event, by when it was and where it is held.
  private struct Place {
    let time: Int64
    let row: Int
  }

  private(set) var counts = Summary.Counts()
  private(set) var open = 0
  /// What the events were counted together by.
  private(set) var counted: Set<UInt32> = []
  /// Events by what alerts of a rule are told apart by.
  private(set) var groups: [[String]: Int] = [:]
  /// The first by (time, id) of the events that have one, in this order; at most ``eventLimit``.
  private var first: [Place] = []

  var isEmpty: Bool { counts.events == 0 }

  /// The ids of the first events by (time, id).
  func eventIDs(in events: borrowing StoredEvents) -> [ExactString] {
    var ids: [ExactString] = []
    for place in first {
      if let id = events.eventID(place.row) { ids.append(ExactString(id)) }
    }
    return ids
  }

  /// Counts an event.
  mutating func add(_ row: Int, _ core: Row.Core, isOpen: Bool, in events: borrowing StoredEvents) {
    counts.add(core.time, isError: core.flags.contains(.error), hasAlert: true)
    if isOpen { open += 1 }
    counted.insert(core.group)
    if events.hasEventID(row) { _ = insert(Place(time: core.time.milliseconds, row: row), in: events) }
  }

  /// Counts an event as one of what alerts are told apart by.
  mutating func add(group: [String]) { groups[group, default: 0] += 1 }

  /// Counts what was counted of other events.
  mutating func add(_ other: AlertTally, in events: borrowing StoredEvents) {
    counts.add(other.counts)
    open += other.open
    counted.formUnion(other.counted)
    groups.merge(other.groups, uniquingKeysWith: +)
    for place in other.first {
      // No later one is among the first either.
      guard insert(place, in: events) else { break }
    }
  }

  /// Keeps an event if it is among the first; false where it is not.
  private mutating func insert(_ new: Place, in events: borrowing StoredEvents) -> Bool {
    if first.count == AlertTally.eventLimit, let last = first.last, !isBefore(new, last, in: events) {
      return false
    }
    // From the end: most events come in nearly the order of time.
    var place = first.count
    while place > 0, isBefore(new, first[place - 1], in: events) { place -= 1 }
    first.insert(new, at: place)
    if first.count > AlertTally.eventLimit { first.removeLast() }
    return true
  }

  private func isBefore(_ one: Place, _ other: Place, in events: borrowing StoredEvents) -> Bool {
    one.time == other.time ? events.isEventID(one.row, before: other.row) : one.time < other.time
  }
}
