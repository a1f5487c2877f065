/// When a group that a silence is about had events.
package struct RhythmRecord: Hashable, Sendable {
  /// What the silence has learnt is kept by.
  package var correlation: String
  /// The group's values as one text.
  package var group: String
  /// When the newest event happened, in milliseconds since the epoch.
  package var newest: Int64
  /// What tells that event from all others.
  package var event: String
  /// That it was the last has been told.
  package var isTold: Bool
  /// A bit for each stretch of time up to the newest event's.
  package var slots: [UInt8]
  /// The newest event's record.
  package var record: [UInt8]?

  package init(
    correlation: String, group: String, newest: Int64, event: String, isTold: Bool, slots: [UInt8],
    record: [UInt8]?
  ) {
    (self.correlation, self.group, self.newest, self.event) = (correlation, group, newest, event)
    (self.isTold, self.slots, self.record) = (isTold, slots, record)
  }
}

extension StateFile {
  /// The rhythms of a context, in no order.
  package func rhythms(of context: String) throws(StateError) -> [RhythmRecord] {
    try use { database throws(StateError) in
      var records: [RhythmRecord] = []
      try database.run(
        "SELECT correlation, group_key, newest, event, is_told, slots, record FROM rhythms WHERE context = ?",
        [.text(context)]
      ) { row in
        records.append(
          RhythmRecord(
            correlation: row.text(0) ?? "", group: row.text(1) ?? "", newest: row.integer(2),
            event: row.text(3) ?? "", isTold: row.integer(4) != 0, slots: row.bytes(5) ?? [],
            record: row.bytes(6)))
      }
      return records
    }
  }

  /// Forgets the rhythms of groups whose newest event happened before a moment, in milliseconds since the epoch.
  package func forgetRhythms(of context: String, before moment: Int64) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        "DELETE FROM rhythms WHERE context = ? AND newest < ?", [.text(context), .integer(moment)])
    }
  }
}

extension Database {
  /// Keeps what is known now, in place of what was.
  func insert(_ record: RhythmRecord, of context: String) throws(StateError) {
    try run(
      "INSERT OR REPLACE INTO rhythms VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      [
        .text(context), .text(record.correlation), .text(record.group), .integer(record.newest),
        .text(record.event), .integer(record.isTold ? 1 : 0), .bytes(record.slots),
        record.record.map(Database.Value.bytes) ?? .null,
      ])
  }
}
