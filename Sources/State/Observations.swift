/// What correlations remember of an event, so that a burst that a restart cuts in two is still one.
package struct ObservationRecord: Hashable, Sendable {
  /// What tells the event from all others.
  package var event: String
  /// `eventTime`, in milliseconds since the epoch.
  package var time: Int64
  /// The ids of the rules matched that correlations are of.
  package var rules: [String]
  /// The fields that correlations group by or count.
  package var fields: [String: String]

  package init(event: String, time: Int64, rules: [String], fields: [String: String]) {
    (self.event, self.time, self.rules, self.fields) = (event, time, rules, fields)
  }
}

extension StateFile {
  /// What a context's correlations remember, in the order in which it came.
  package func observations(of context: String) throws(StateError) -> [ObservationRecord] {
    try use { database throws(StateError) in
      var records: [ObservationRecord] = []
      var places: [Int64: Int] = [:]
      try database.run(
        "SELECT place, event, time, rules FROM observations WHERE context = ? ORDER BY place",
        [.text(context)]
      ) { row in
        places[row.integer(0)] = records.count
        let rules = (row.text(3) ?? "").split(separator: "\n").map(String.init)
        records.append(
          ObservationRecord(event: row.text(1) ?? "", time: row.integer(2), rules: rules, fields: [:]))
      }
      try database.run(
        """
        SELECT place, name, value FROM observed_fields
        WHERE place IN (SELECT place FROM observations WHERE context = ?)
        """, [.text(context)]
      ) { row in
        guard let index = places[row.integer(0)], let name = row.text(1) else { return }
        records[index].fields[name] = row.text(2)
      }
      return records
    }
  }

  /// Forgets events that happened more than `memory` milliseconds before the newest one, or before `now`, milliseconds since the epoch,
  /// where that claims to be of the future.
  package func forgetObservations(of context: String, memory: Int64, now: Int64) throws(StateError) {
    try change { database throws(StateError) in
      var newest = now
      try database.run("SELECT MAX(time) FROM observations WHERE context = ?", [.text(context)]) { row in
        newest = min(now, row.integer(0))
      }
      let old: [Database.Value] = [.text(context), .integer(newest - memory)]
      try database.run(
        """
        DELETE FROM observed_fields
        WHERE place IN (SELECT place FROM observations WHERE context = ? AND time < ?)
        """, old)
      try database.run("DELETE FROM observations WHERE context = ? AND time < ?", old)
    }
  }
}

extension Database {
  /// Keeps an observation; one that is there stays. Rules' ids stand one a line: none has a line's end in it.
  func insert(_ record: ObservationRecord, of context: String) throws(StateError) {
    var place: Int64?
    try run(
      """
      INSERT OR IGNORE INTO observations (context, event, time, rules) VALUES (?, ?, ?, ?) RETURNING place
      """,
      [
        .text(context), .text(record.event), .integer(record.time),
        .text(record.rules.joined(separator: "\n")),
      ]
    ) { place = $0.integer(0) }
    guard let place else { return }
    for (name, value) in record.fields {
      try run("INSERT INTO observed_fields VALUES (?, ?, ?)", [.integer(place), .text(name), .text(value)])
    }
  }
}
