/// A group that a correlation learns, or a value that such a group had.
package struct LearntRecord: Hashable, Sendable {
  /// What the correlation has learnt is kept by.
  package var correlation: String
  /// The group's values as one text.
  package var group: String
  /// The value as one text; empty for the group itself.
  package var value: String
  /// Since when it is known, in milliseconds since the epoch.
  package var first: Int64
  /// When it was last met, in milliseconds since the epoch.
  package var last: Int64
  /// When the group last had more values than are remembered, in milliseconds since the epoch.
  package var overflowed: Int64?

  package init(
    correlation: String, group: String, value: String, first: Int64, last: Int64, overflowed: Int64? = nil
  ) {
    (self.correlation, self.group, self.value) = (correlation, group, value)
    (self.first, self.last, self.overflowed) = (first, last, overflowed)
  }
}

extension StateFile {
  /// What a context's correlations have learnt, in no order.
  package func learnt(of context: String) throws(StateError) -> [LearntRecord] {
    try use { database throws(StateError) in
      var records: [LearntRecord] = []
      try database.run(
        "SELECT correlation, group_key, value, first, last, overflowed FROM learnt WHERE context = ?",
        [.text(context)]
      ) { row in
        records.append(
          LearntRecord(
            correlation: row.text(0) ?? "", group: row.text(1) ?? "", value: row.text(2) ?? "",
            first: row.integer(3), last: row.integer(4), overflowed: row.text(5).flatMap(Int64.init)))
      }
      return records
    }
  }

  /// Forgets what was last met too long ago.
  /// - Parameters:
  ///   - memory: by correlation, how many milliseconds before the newest event, or before `now` where that claims to be of the future.
  ///   - others: the same for what correlations have learnt that are not loaded, which may come back.
  package func forgetLearnt(
    of context: String, memory: [String: Int64], others: Int64, now: Int64
  ) throws(StateError) {
    try change { database throws(StateError) in
      var newest: [String: Int64] = [:]
      try database.run(
        "SELECT correlation, MAX(last) FROM learnt WHERE context = ? GROUP BY correlation", [.text(context)]
      ) { row in newest[row.text(0) ?? ""] = min(now, row.integer(1)) }
      for (correlation, time) in newest {
        let span = memory[correlation]
        try database.run(
          "DELETE FROM learnt WHERE context = ? AND correlation = ? AND last < ?",
          [.text(context), .text(correlation), .integer(span.map { time - $0 } ?? now - others)])
      }
    }
  }
}

extension Database {
  /// Keeps what is known now, in place of what was.
  func insert(_ record: LearntRecord, of context: String) throws(StateError) {
    try run(
      "INSERT OR REPLACE INTO learnt VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        .text(context), .text(record.correlation), .text(record.group), .text(record.value),
        .integer(record.first), .integer(record.last), record.overflowed.map { .integer($0) } ?? .null,
      ])
  }
}
