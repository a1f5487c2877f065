import CloudTrail
import Detection
import Query

extension EventStore {
  /// The stretch of events that `request` asks for.
  package func list(
    _ request: EventListRequest, archive: (any RecordArchive)? = nil,
    context: EvaluationContext = EvaluationContext()
  ) -> EventList {
    read { events in events.list(request, rules: rules, archive: archive, context: context) }
  }

  /// All that is known of one event; nil when it is not held any more, or its record cannot be read again.
  package func details(of id: EventRow.ID, archive: (any RecordArchive)?) -> EventDetails? {
    let found: (EventRow, RecordPlace, RuleMatches)? = read { events in
      events.row(of: id).map { row in
        (
          events.eventRow(row, rules: rules.rules), events.places[row],
          events.alertSets.sets[Int(events.cores[row].alerts)]
        )
      }
    }
    guard let (row, place, matches) = found, place != .nowhere, let bytes = archive?.record(at: place),
      let record = try? JSONDocument(parsing: bytes)
    else { return nil }
    let matched = matches.indices.map { rules.rules[$0] }.sorted { $0.level > $1.level }
    return EventDetails(
      row: row, record: record,
      rules: matched.map {
        EventDetails.MatchedRule(id: $0.id, title: $0.title, severity: $0.level, description: $0.description)
      })
  }
}

extension StoredEvents {
  func list(
    _ request: EventListRequest, rules: RuleSet, archive: (any RecordArchive)?, context: EvaluationContext
  ) -> EventList {
    let selection = Selection(
      since: request.since, until: request.until, predicate: request.predicate, rules: rules,
      archive: archive,
      context: context)
    // Oldest first: arrivals are nearly in this order, which Swift's sort makes use of.
    var rows: [(time: Timestamp, row: Int)] = []
    forEach(in: selection) { row, core in rows.append((core.time, row)) }
    rows.sort { $0 < $1 }
    var list = EventList()
    list.total = rows.count
    list.anchorIndex = request.anchor.flatMap { place(of: $0, in: rows) }
    list.newerThanAnchor = list.anchorIndex ?? 0
    list.position = max(0, min(rows.count, (list.anchorIndex ?? 0) + request.offset))
    let stretch = list.position..<min(rows.count, list.position + max(0, request.limit))
    list.rows = stretch.map { eventRow(rows[rows.count - 1 - $0].row, rules: rules.rules) }
    return list
  }

  /// The anchor's place from the newest; nil when the list does not hold it.
  private func place(of anchor: EventRow.ID, in rows: [(time: Timestamp, row: Int)]) -> Int? {
    guard let row = row(of: anchor) else { return nil }
    let wanted = (cores[row].time, row)
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if (rows[middle].time, rows[middle].row) < wanted { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].row == row ? rows.count - 1 - low : nil
  }

  func row(of id: EventRow.ID) -> Int? { deduplicator.find(EventKey(id), keys: keys) }

  func eventRow(_ row: Int, rules: [Rule]) -> EventRow {
    let core = cores[row]
    let details = details.end > row ? details[row] : Row.Details()
    let matched = alertSets.sets[Int(core.alerts)].indices.map { rules[$0] }
    return EventRow(
      id: EventRow.ID(keys[row]), time: core.time, account: strings[core.account],
      principal: strings[core.principal], principalType: typeName(core),
      session: present(details.session), action: strings[core.action], region: present(details.region),
      sourceIP: present(details.sourceIP), target: present(details.target),
      errorCode: core.error == 0 && core.flags.contains(.error) ? "Failure" : present(core.error),
      isError: core.flags.contains(.error), isWrite: isWrite(core), severity: matched.map(\.level).max(),
      rules: matched.map { ExactString($0.id) }.sorted().map(\.string))
  }

  private func isWrite(_ core: Row.Core) -> Bool {
    if core.flags.contains(.saysWrite) { return true }
    if core.flags.contains(.saysRead) { return false }
    return strings.withUTF8(core.action) { action in
      Access(eventName: action.drop { $0 != UInt8(ascii: ":") }.dropFirst()) == .write
    }
  }
}

extension EventRow.ID {
  fileprivate init(_ key: EventKey) { self.init(high: key.high, low: key.low) }
}

extension EventKey {
  fileprivate init(_ id: EventRow.ID) { self.init(high: id.high, low: id.low) }
}
