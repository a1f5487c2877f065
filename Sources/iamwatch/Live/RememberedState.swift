import Audit
import CloudTrail
import Dashboard
import Digest
import Query
import State

/// The screen's things as the state keeps them, and back.
extension Remembered {
  init(_ record: SessionRecord) {
    let saved = record.savedFilters.sorted { ExactString($0.key) < ExactString($1.key) }
    self.init(
      settings: record.settings, filterHistory: record.filterHistory,
      savedFilters: saved.map { SavedFilter(name: $0.key, text: $0.value) })
  }

  var record: SessionRecord {
    let saved = savedFilters.map { ($0.name, $0.text) }
    return SessionRecord(
      settings: settings, filterHistory: filterHistory,
      savedFilters: Dictionary(saved, uniquingKeysWith: { _, later in later }))
  }
}

extension Mark {
  init(_ kept: MarkRecord) {
    // Of a record without an eventID the store makes another identity in every run, from its bytes.
    let id = kept.record.flatMap { EventRow.ID(ofRecord: $0) } ?? EventRow.ID(eventID: kept.event)
    let row = EventRow(
      id: id, time: Timestamp(milliseconds: kept.time), account: kept.account, principal: kept.principal,
      principalType: kept.principalType, session: kept.session, action: kept.action, region: kept.region,
      sourceIP: kept.sourceIP, target: kept.target, errorCode: kept.errorCode, isError: kept.isError,
      isWrite: kept.isWrite, severity: kept.severity.flatMap(Severity.init), rules: kept.rules)
    self.init(
      row: row, record: kept.record, note: kept.note, markedAt: Timestamp(milliseconds: kept.markedAt))
  }

  /// What tells the event from every other one in every run.
  private var event: String {
    guard let record else { return row.id.uuid }
    return EventLine(row, record: record).eventID ?? "sha256:\(SHA256(of: record))"
  }

  var kept: MarkRecord {
    MarkRecord(
      event: event, markedAt: markedAt.milliseconds, note: note, time: row.time.milliseconds,
      account: row.account, principal: row.principal, principalType: row.principalType, session: row.session,
      action: row.action, region: row.region, sourceIP: row.sourceIP, target: row.target,
      errorCode: row.errorCode, isError: row.isError, isWrite: row.isWrite, severity: row.severity?.rawValue,
      rules: row.rules, record: record)
  }
}
