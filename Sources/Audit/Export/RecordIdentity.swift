import CloudTrail

/// What a record kept outside of the store says of its event.
extension EventRow.ID {
  /// The identity that the store of this run gives the event of `record`; nil when it is none that can be read alone.
  package init?(ofRecord record: [UInt8]) {
    var found: EventKey?
    EventLine.read(record) { found = EventKey.of($0).key }
    guard let found else { return nil }
    self.init(high: found.high, low: found.low)
  }

  /// The identity that the store of this run gives an event with this `eventID`.
  package init(eventID: String) {
    let key = EventKey(eventID: eventID)
    self.init(high: key.high, low: key.low)
  }

  /// The identity as a UUID: the event's `eventID` where that is one.
  package var uuid: String { EventKey(high: high, low: low).uuid }
}

extension EventLine {
  /// The line of an event that was kept with its row and record.
  package init(_ row: EventRow, record: [UInt8]?) {
    self.init(
      eventID: nil, time: row.time, account: row.account, principal: row.principal,
      principalType: row.principalType, session: row.session, action: row.action, region: row.region,
      sourceIP: row.sourceIP, userAgent: nil, errorCode: row.isError ? row.errorCode : nil, readOnly: nil,
      alerts: row.rules, record: record.flatMap { try? JSONDocument(parsing: $0) }, severity: row.severity,
      target: row.target, isError: row.isError)
    EventLine.read(record ?? []) { event in
      (eventID, userAgent) = (event.eventID?.string, event.userAgent?.string)
      (errorCode, readOnly) = (event.recordedErrorCode?.string, event.readOnly)
    }
  }

  /// Calls `body` with the event of a record, if it can be read alone.
  fileprivate static func read(_ record: [UInt8], _ body: (EventView) -> Void) {
    withoutActuallyEscaping(body) { body in
      var reader = EventReader(MemorySource(record), take: body)
      _ = reader.read()
      reader.finish()
    }
  }
}
