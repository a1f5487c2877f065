import CloudTrail
import Detection
import Query

extension EventStore {
  /// The event that `request` asks for; nil when there is none that way.
  /// - Parameter searches: as for ``summary(of:archive:context:searches:)``.
  package func find(
    _ request: EventFindRequest, archive: (any RecordArchive)? = nil,
    context: EvaluationContext = EvaluationContext(), searches: RecordSearches? = nil
  ) -> EventRow.ID? {
    let selection = Selection(of: request, context: context, archive: archive, searches: searches)
    return read { events in events.find(request, selection) }
  }
}

extension StoredEvents {
  func find(_ request: EventFindRequest, _ selection: Selection) -> EventRow.ID? {
    var origin = request.from.flatMap { row(of: $0) }.map { EventSearch.Place(cores[$0].time, $0) }
    if origin == nil, case .distance = request.target {
      origin = newest(in: selection).map { EventSearch.Place($0.time, .max) }
    }
    var search = EventSearch(request, from: origin)
    let decided = DecidedAlerts(request.decisions, rules: rules, sets: alertSets)
    _ = forEach(in: selection) { row, core in
      search.see(decided.unmuted(row, core, in: self), row: row)
    }
    return search.found.map { EventRow.ID(high: keys[$0].high, low: keys[$0].low) }
  }

  private func newest(in selection: Selection) -> EventSearch.Place? {
    var newest: EventSearch.Place?
    _ = forEach(in: selection) { row, core in
      let place = EventSearch.Place(core.time, row)
      if newest.map({ $0 < place }) ?? true { newest = place }
    }
    return newest
  }
}

/// Looks at events in any order and keeps the one that was asked for.
private struct EventSearch {
  /// A place in the list: by time, and of one time by arrival.
  struct Place: Comparable {
    var time: Timestamp
    var row: Int

    init(_ time: Timestamp, _ row: Int) { (self.time, self.row) = (time, row) }

    static func < (left: Place, right: Place) -> Bool { (left.time, left.row) < (right.time, right.row) }
  }

  private let target: EventFindRequest.Target
  private let isOlder: Bool
  private let origin: Place?
  /// The moment that a distance ends at.
  private let aim: Timestamp?
  /// The nearest to the origin of those wanted, and the furthest from it of all.
  private var nearest: Place?
  private var furthest: Place?

  init(_ request: EventFindRequest, from origin: Place?) {
    (target, isOlder, self.origin) = (request.target, request.direction == .older, origin)
    if let origin, case .distance(let seconds) = request.target {
      let way = seconds * (isOlder ? -1000 : 1000)
      aim = Timestamp(milliseconds: origin.time.milliseconds + way)
    } else if case .moment(let moment) = request.target {
      aim = moment
    } else {
      aim = nil
    }
  }

  /// The row of the event asked for.
  var found: Int? { (nearest ?? (aim == nil ? nil : furthest))?.row }

  mutating func see(_ core: Row.Core, row: Int) {
    let place = Place(core.time, row)
    // Above the newest there is nothing newer.
    guard origin.map({ isOlder ? place < $0 : $0 < place }) ?? isOlder else { return }
    if furthest.map({ isOlder ? place < $0 : $0 < place }) ?? true { furthest = place }
    guard isWanted(core) else { return }
    if nearest.map({ isOlder ? $0 < place : place < $0 }) ?? true { nearest = place }
  }

  private func isWanted(_ core: Row.Core) -> Bool {
    switch target {
    case .error: core.flags.contains(.error)
    case .alert: core.alerts != 0
    case .distance, .moment: aim.map { isOlder ? core.time <= $0 : core.time >= $0 } ?? false
    }
  }
}
