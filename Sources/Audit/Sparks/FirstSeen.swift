import CloudTrail
import Synchronization

/// When each group and each set of rules was first seen among the events that count, whatever is asked now.
///
/// Caught up with the store when sparks are asked for, so that intake pays nothing for it: 8 bytes a group. What was seen stays
/// seen when its events leave to make room.
struct FirstSeen: Sendable {
  /// The first row not yet looked at.
  private var end = 0
  private var replacements = 0
  /// How many correlations had been completed: their alerts stand at rows that were looked at before.
  private var raised = 0
  /// In milliseconds since the epoch, by group number and by alert set number; `Int64.max` for what was not seen.
  private(set) var groups: [Int64] = []
  private(set) var alertSets: [Int64] = []
  /// The time of the first and the last event of all; nil before there is one.
  private(set) var bounds: ClosedRange<Int64>?

  /// Takes in the rows that came since the last time; all of them again where a copy has replaced one.
  mutating func catchUp(with events: borrowing StoredEvents) {
    if replacements != events.replacements { self = FirstSeen(replacements: events.replacements) }
    lookAgain(at: events)
    groups += [Int64](repeating: .max, count: events.groups.count - groups.count)
    alertSets += [Int64](repeating: .max, count: events.alertSets.sets.count - alertSets.count)
    var (first, last) = (bounds?.lowerBound ?? .max, bounds?.upperBound ?? .min)
    events.cores.forEach(from: end) { _, core in
      guard core.flags.isCounted else { return }
      let time = core.time.milliseconds
      groups[Int(core.group)] = min(groups[Int(core.group)], time)
      if core.alerts != 0 { alertSets[Int(core.alerts)] = min(alertSets[Int(core.alerts)], time) }
      (first, last) = (min(first, time), max(last, time))
    }
    if first <= last { bounds = first...last }
    end = events.cores.end
  }

  /// Takes in the alerts that correlations have brought to rows of before.
  private mutating func lookAgain(at events: borrowing StoredEvents) {
    alertSets += [Int64](repeating: .max, count: events.alertSets.sets.count - alertSets.count)
    for row in events.raisedRows.dropFirst(raised) where row >= events.cores.start && row < end {
      let core = events.cores[row]
      guard core.flags.isCounted else { continue }
      alertSets[Int(core.alerts)] = min(alertSets[Int(core.alerts)], core.time.milliseconds)
    }
    raised = events.raisedRows.count
  }

  init(replacements: Int = 0) { self.replacements = replacements }
}

extension EventStore {
  /// When what is held was first seen, up to the last row of `events`.
  func seen(in events: borrowing StoredEvents) -> FirstSeen {
    firstSeen.withLock { seen in
      seen.catchUp(with: events)
      return seen
    }
  }
}
