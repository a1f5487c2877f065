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

  /// The line with its end.
  package func json() -> [UInt8] {
    var writer = JSONWriter()
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
    }
    writer.endLine()
    return writer.bytes
  }
}

extension EventStore {
  /// Calls `body` with a line for each counted event, by (time, eventID) (COUNTING 24).
  package func forEachLine(archive: (any RecordArchive)?, _ body: (EventLine) -> Void) {
    read { events in
      for row in events.rowsByTime() { body(events.line(row, rules: rules.rules.map(\.id), archive)) }
    }
  }
}

extension StoredEvents {
  fileprivate func rowsByTime() -> [Int] {
    var rows: [(row: Int, time: Timestamp, id: ExactString)] = []
    cores.forEach { row, core in
      if core.flags.isCounted { rows.append((row, core.time, ExactString(eventID(row) ?? ""))) }
    }
    rows.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    return rows.map(\.row)
  }

  fileprivate func line(_ row: Int, rules: [String], _ archive: (any RecordArchive)?) -> EventLine {
    let core = cores[row]
    let group = groups[core.group]
    let details = details.end > row ? details[row] : Row.Details()
    let bytes = places[row] == .nowhere ? nil : archive?.record(at: places[row])
    return EventLine(
      eventID: eventID(row), time: core.time, account: strings[group.account],
      principal: strings[group.principal],
      principalType: typeName(group), session: present(details.session),
      action: strings[group.action], region: present(details.region), sourceIP: present(details.sourceIP),
      userAgent: present(details.userAgent), errorCode: present(core.error),
      readOnly: core.flags.contains(.saysRead) ? true : core.flags.contains(.saysWrite) ? false : nil,
      alerts: alertSets.sets[Int(core.alerts)].indices.map { rules[$0] }.map(ExactString.init).sorted().map(
        \.string),
      record: bytes.flatMap { try? JSONDocument(parsing: $0) })
  }

  func present(_ id: UInt32) -> String? { id == 0 ? nil : strings[id] }
}
