import CloudTrail
import Detection
import Query

extension EventStore {
  /// The stretch of events that `request` asks for.
  /// - Parameter searches: as for ``summary(of:archive:context:searches:)``.
  package func list(
    _ request: EventListRequest, archive: (any RecordArchive)? = nil,
    context: EvaluationContext = EvaluationContext(), searches: RecordSearches? = nil
  ) -> EventList {
    let selection = Selection(of: request, context: context, archive: archive, searches: searches)
    return readInOrder { events in events.list(request, selection) }
  }

  /// All that is known of one event; nil when it is not held any more, or its record cannot be read again.
  package func details(of id: EventRow.ID, archive: (any RecordArchive)?) -> EventDetails? {
    let found: (EventRow, RecordPlace, RuleMatches, [RaisedRow])? = read { events in
      events.row(of: id).map { row in
        (
          events.eventRow(row), events.places[row],
          events.alertSets.sets[Int(events.cores[row].alerts)], events.raised[row] ?? []
        )
      }
    }
    guard let (row, place, matches, raised) = found, place != .nowhere,
      let bytes = archive?.record(at: place),
      let record = try? JSONDocument(parsing: bytes)
    else { return nil }
    let matched = matches.indices.sorted { rules.rules[$0].level > rules.rules[$1].level }
    return EventDetails(
      row: row, record: record,
      rules: matched.map { rule in
        var shown = EventDetails.MatchedRule(rules.rules[rule], on: record)
        shown.why = raised.filter { $0.rule == rule }.map { rules.words(of: $0) }
        return shown
      },
      lineage: lineage(of: id, extent: .way, archive: archive))
  }
}

extension RuleSet {
  /// Why a correlation alerted.
  fileprivate func words(of raised: RaisedRow) -> String {
    correlations.correlations[raised.rule - firstCorrelation].words(raised.reason, group: raised.group)
  }
}

extension StoredEvents {
  func list(_ request: EventListRequest, _ selection: Selection) -> EventList {
    // First which rows are let through, in the order of arrival, in which they are decided quickly; then where each stands by time.
    var listed = RowSet(cores.start..<cores.end)
    var list = EventList()
    list.complete = forEach(in: selection) { row, _ in listed.insert(row) }
    list.total = listed.count
    if let anchor = request.anchor.flatMap({ row(of: $0) }), listed.contains(anchor) {
      let place = order.place(of: TimeOrder.Row(time: cores[anchor].time, number: anchor))
      list.anchorIndex = order.rows[(place + 1)...].reduce(0) { $0 + (listed.contains($1.number) ? 1 : 0) }
    }
    list.newerThanAnchor = list.anchorIndex ?? 0
    let later = request.anchorTime.map { time in
      order.rows.reversed().prefix { $0.time > time }.count { listed.contains($0.number) }
    }
    list.position = max(0, min(list.total, (list.anchorIndex ?? later ?? 0) + request.offset))
    list.arrived = cores.end
    let newestFirst = order.rows.lazy.reversed().filter { listed.contains($0.number) }
    list.rows = newestFirst.dropFirst(list.position).prefix(max(0, request.limit)).map { eventRow($0.number) }
    return list
  }

  func row(of id: EventRow.ID) -> Int? { deduplicator.find(EventKey(id), keys: keys) }

  func eventRow(_ row: Int) -> EventRow {
    let core = cores[row]
    let group = groups[core.group]
    let details = details.end > row ? details[row] : Row.Details()
    let matched = alertSets.sets[Int(core.alerts)].indices.map { rules[$0] }
    return EventRow(
      id: EventRow.ID(keys[row]), time: core.time, account: strings[group.account],
      principal: strings[group.principal], principalType: typeName(group),
      session: present(details.session), action: strings[group.action], region: present(details.region),
      sourceIP: present(details.sourceIP), target: present(details.target),
      errorCode: core.error == 0 && core.flags.contains(.error) ? "Failure" : present(core.error),
      isError: core.flags.contains(.error), isWrite: isWrite(core), severity: matched.map(\.level).max(),
      rules: matched.map { ExactString($0.id) }.sorted().map(\.string))
  }
}

extension EventRow.ID {
  fileprivate init(_ key: EventKey) { self.init(high: key.high, low: key.low) }
}

extension EventKey {
  fileprivate init(_ id: EventRow.ID) { self.init(high: id.high, low: id.low) }
}
