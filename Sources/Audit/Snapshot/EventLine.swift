import CloudTrail
import Detection
import Query

/// One normalised event, as NDJSON prints it: `--once --format ndjson` and `tail --format json` (DESIGN, The snapshot).
package struct EventLine: Sendable {
  package var eventID: String?
  package var time: Timestamp
  package var account: String
  package var principal: String
  package var principalType: String
  package var session: String?
  package var action: String
  package var region: String?
  package var sourceIP: String?
  package var userAgent: String?
  package var errorCode: String?
  package var readOnly: Bool?
  /// The ids of the rules that matched, sorted by bytes.
  package var alerts: [String]
  /// The record; nil when it could not be read again.
  package var record: JSONDocument?
  // What the text form shows beside.
  /// That of the worst rule matched.
  package var severity: Severity?
  /// What the action acted on.
  package var target: String?
  package var isError = false
  /// Why it is told once more, in words with values as records have them: of the last event before a silence.
  package var reason: String?

  /// The line with its end.
  package func json() -> [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    writer.endLine()
    return writer.bytes
  }

  /// Writes the line's object.
  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("eventID")
      writer.value(eventID)
      writer.key("time")
      writer.value(time.rfc3339)
      writer.key("account")
      writer.value(account)
      writer.key("principal")
      writer.value(principal)
      writer.key("principalType")
      writer.value(principalType)
      writer.key("session")
      writer.value(session)
      writer.key("action")
      writer.value(action)
      writer.key("region")
      writer.value(region)
      writer.key("sourceIP")
      writer.value(sourceIP)
      writer.key("userAgent")
      writer.value(userAgent)
      writer.key("errorCode")
      writer.value(errorCode)
      writer.key("readOnly")
      writer.value(readOnly)
      writer.key("alerts")
      writer.array(alerts) { $0.value($1) }
      writer.key("record")
      if let record { record.withView { writer.value($0) } } else { writer.value(nil as String?) }
      guard let reason else { return }
      writer.key("reason")
      writer.value(reason)
    }
  }
}

extension EventStore {
  /// Calls `body` with a line for each counted event, by (time, eventID) (COUNTING 24).
  package func forEachLine(archive: (any RecordArchive)?, _ body: (EventLine) -> Void) {
    read { events in
      for row in events.rowsByTime() { body(events.line(row, rules: rules.rules, archive)) }
    }
  }

  /// ``forEachLine(archive:_:)`` of the events that `request` asks for, while others go on coming in: the store is held for
  /// moments only. Events that leave it meanwhile are left out.
  /// - Parameter searches: as for ``summary(of:archive:context:searches:)``.
  package func forEachLine(
    of request: SummaryRequest, archive: (any RecordArchive)?, context: EvaluationContext,
    searches: RecordSearches? = nil, _ body: (EventLine) throws -> Void
  ) rethrows {
    let selection = Selection(
      since: request.since, until: request.until, arrivedBefore: request.arrivedBefore,
      plan: request.predicate.map { ColumnPlan($0, context: context, archive: archive, searches: searches) })
    let rows = read { $0.rowsByTime(of: selection) }
    let atOnce = 256
    for start in stride(from: 0, to: rows.count, by: atOnce) {
      let stretch = rows[start..<min(rows.count, start + atOnce)]
      let found = read { events in
        stretch.compactMap { row in
          events.holds(row) ? (events.line(row, rules: rules.rules, nil), events.places[row]) : nil
        }
      }
      for (line, place) in found {
        var line = line
        line.record =
          place == .nowhere ? nil : archive?.record(at: place).flatMap { try? JSONDocument(parsing: $0) }
        try body(line)
      }
    }
  }
}

extension StoredEvents {
  fileprivate func rowsByTime(of selection: Selection? = nil) -> [Int] {
    var rows: [(row: Int, time: Timestamp, id: ExactString)] = []
    func add(_ row: Int, _ core: Row.Core) { rows.append((row, core.time, ExactString(eventID(row) ?? ""))) }
    if let selection {
      _ = forEach(in: selection, add)
    } else {
      cores.forEach { row, core in if core.flags.isCounted { add(row, core) } }
    }
    rows.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    return rows.map(\.row)
  }

  fileprivate func holds(_ row: Int) -> Bool { row >= cores.start }

  fileprivate func line(_ row: Int, rules: [Rule], _ archive: (any RecordArchive)?) -> EventLine {
    let core = cores[row]
    let group = groups[core.group]
    let details = details.end > row ? details[row] : Row.Details()
    let bytes = places[row] == .nowhere ? nil : archive?.record(at: places[row])
    let matched = alertSets.sets[Int(core.alerts)].indices.map { rules[$0] }
    return EventLine(
      eventID: eventID(row), time: core.time, account: strings[group.account],
      principal: strings[group.principal],
      principalType: typeName(group), session: present(details.session),
      action: strings[group.action], region: present(details.region), sourceIP: present(details.sourceIP),
      userAgent: present(details.userAgent), errorCode: present(core.error),
      readOnly: core.flags.contains(.saysRead) ? true : core.flags.contains(.saysWrite) ? false : nil,
      alerts: matched.map { ExactString($0.id) }.sorted().map(\.string),
      record: bytes.flatMap { try? JSONDocument(parsing: $0) }, severity: matched.map(\.level).max(),
      target: present(details.target), isError: core.flags.contains(.error))
  }

  func present(_ id: UInt32) -> String? { id == 0 ? nil : strings[id] }
}
