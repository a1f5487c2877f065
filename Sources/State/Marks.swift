/// An event that somebody marked: a copy of its own, for the event itself leaves the store, and its file the disk.
package struct MarkRecord: Hashable, Sendable {
  /// What tells the event from every other one in every run: its `eventID`, or what stands for it.
  package var event: String
  /// Milliseconds since the epoch.
  package var markedAt: Int64
  package var note: String
  /// `eventTime`, in milliseconds since the epoch.
  package var time: Int64
  package var account: String
  package var principal: String
  package var principalType: String
  package var session: String?
  package var action: String
  package var region: String?
  package var sourceIP: String?
  package var target: String?
  package var errorCode: String?
  package var isError: Bool
  package var isWrite: Bool
  /// Sigma's level, 0 (informational) to 4 (critical), of the worst rule matched.
  package var severity: Int?
  /// The ids of the rules matched.
  package var rules: [String]
  /// The record as it stood in its source; nil when it could not be read.
  package var record: [UInt8]?

  package init(
    event: String, markedAt: Int64, note: String, time: Int64, account: String, principal: String,
    principalType: String, session: String? = nil, action: String, region: String? = nil,
    sourceIP: String? = nil, target: String? = nil, errorCode: String? = nil, isError: Bool = false,
    isWrite: Bool = false, severity: Int? = nil, rules: [String] = [], record: [UInt8]? = nil
  ) {
    (self.event, self.markedAt, self.note, self.time) = (event, markedAt, note, time)
    (self.account, self.principal, self.principalType) = (account, principal, principalType)
    (self.session, self.action, self.region, self.sourceIP) = (session, action, region, sourceIP)
    (self.target, self.errorCode, self.isError, self.isWrite) = (target, errorCode, isError, isWrite)
    (self.severity, self.rules, self.record) = (severity, rules, record)
  }
}

extension StateFile {
  private static let columns = """
    event, marked_at, note, time, account, principal, principal_type, session, action, region, source_ip, target,
    error_code, is_error, is_write, severity, rules, record
    """

  /// The marks of a context, the earliest event first.
  package func marks(of context: String) throws(StateError) -> [MarkRecord] {
    try use { database throws(StateError) in
      var marks: [MarkRecord] = []
      try database.run(
        "SELECT \(StateFile.columns) FROM marks WHERE context = ? ORDER BY time, event", [.text(context)]
      ) { marks.append(MarkRecord($0)) }
      return marks
    }
  }

  /// Keeps a mark, in place of the event's earlier one.
  package func keep(_ mark: MarkRecord, of context: String) throws(StateError) {
    try change { database throws(StateError) in
      let places = Array(repeating: "?", count: 1 + mark.values.count).joined(separator: ", ")
      try database.run(
        "INSERT OR REPLACE INTO marks (context, \(StateFile.columns)) VALUES (\(places))",
        [.text(context)] + mark.values)
    }
  }

  /// Forgets the mark of an event.
  package func removeMark(of event: String, in context: String) throws(StateError) {
    try change { database throws(StateError) in
      try database.run("DELETE FROM marks WHERE context = ? AND event = ?", [.text(context), .text(event)])
    }
  }
}

extension MarkRecord {
  /// In the order of the columns. Rules' ids stand one a line: none has a line's end in it.
  fileprivate var values: [Database.Value] {
    func optional(_ text: String?) -> Database.Value { text.map(Database.Value.text) ?? .null }
    return [
      .text(event), .integer(markedAt), .text(note), .integer(time), .text(account), .text(principal),
      .text(principalType), optional(session), .text(action), optional(region), optional(sourceIP),
      optional(target), optional(errorCode), .integer(isError ? 1 : 0), .integer(isWrite ? 1 : 0),
      severity.map { .integer(Int64($0)) } ?? .null, .text(rules.joined(separator: "\n")),
      record.map(Database.Value.bytes) ?? .null,
    ]
  }

  fileprivate init(_ row: Database.Row) {
    self.init(
      event: row.text(0) ?? "", markedAt: row.integer(1), note: row.text(2) ?? "", time: row.integer(3),
      account: row.text(4) ?? "", principal: row.text(5) ?? "", principalType: row.text(6) ?? "",
      session: row.text(7), action: row.text(8) ?? "", region: row.text(9), sourceIP: row.text(10),
      target: row.text(11), errorCode: row.text(12), isError: row.integer(13) != 0,
      isWrite: row.integer(14) != 0, severity: row.text(15).flatMap(Int.init),
      rules: (row.text(16) ?? "").split(separator: "\n").map(String.init), record: row.bytes(17))
  }
}
