/// Where a reader's output ended when its events were kept as given.
package struct OutputRecord: Hashable, Sendable {
  /// The file's device and number, by which it is known again.
  package var device: UInt64
  package var file: UInt64
  /// Bytes.
  package var length: Int64

  package init(device: UInt64, file: UInt64, length: Int64) {
    (self.device, self.file, self.length) = (device, file, length)
  }
}

/// The events that a reader has given, so that none is given twice though its source tells it again, under another name too.
extension StateFile {
  /// The most events remembered of a reader; the oldest are forgotten first.
  package static let mostGivenEvents = 1 << 18

  /// The `eventID`s given, the latest last, and where the output ended then.
  package func givenEvents(
    of reader: String
  ) throws(StateError) -> (eventIDs: [String], output: OutputRecord?) {
    try use { database throws(StateError) in
      var eventIDs: [String] = []
      try database.run(
        "SELECT event FROM given_events WHERE reader = ? ORDER BY given_at, event", [.text(reader)]
      ) { row in
        if let id = row.text(0) { eventIDs.append(id) }
      }
      var output: OutputRecord?
      try database.run("SELECT device, file, length FROM outputs WHERE reader = ?", [.text(reader)]) { row in
        output = OutputRecord(
          device: UInt64(bitPattern: row.integer(0)), file: UInt64(bitPattern: row.integer(1)),
          length: row.integer(2))
      }
      return (eventIDs, output)
    }
  }

  /// Keeps events as given.
  /// - Parameters:
  ///   - now: when they were; milliseconds since the epoch.
  ///   - output: where the output ends with them; nil where it is no file.
  package func keep(
    given eventIDs: [String], at now: Int64, output: OutputRecord?, of reader: String
  ) throws(StateError) {
    try change { database throws(StateError) in
      for id in eventIDs {
        try database.run(
          "INSERT OR REPLACE INTO given_events VALUES (?, ?, ?)", [.text(reader), .text(id), .integer(now)])
      }
      if let output {
        try database.run(
          "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)",
          [
            .text(reader), .integer(Int64(bitPattern: output.device)),
            .integer(Int64(bitPattern: output.file)),
            .integer(output.length),
          ])
      }
    }
  }

  /// Forgets the oldest of a reader's events; as many as `keeping` stay, and those given at the same moment as the last of them.
  package func forgetOldGivenEvents(
    of reader: String, keeping: Int = StateFile.mostGivenEvents
  ) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        """
        DELETE FROM given_events WHERE reader = ?1 AND given_at < (
          SELECT given_at FROM given_events WHERE reader = ?1 ORDER BY given_at DESC LIMIT 1 OFFSET ?2)
        """, [.text(reader), .integer(Int64(keeping - 1))])
    }
  }
}
