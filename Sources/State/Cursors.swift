/// How far one source has been read for one reader.
package struct CursorRecord: Hashable, Sendable {
  /// Nothing before is ever looked at; milliseconds since the epoch, as all times here.
  package var start: Int64
  /// Everything stored until then has been read once.
  package var reached: Int64
  /// The documents given, by their store's time, as far back as the source is still looked at.
  package var documents: [String: Int64]

  package init(start: Int64, reached: Int64, documents: [String: Int64] = [:]) {
    (self.start, self.reached, self.documents) = (start, reached, documents)
  }
}

/// A document that a reader was given: the store's name of it, and the store's time of it in milliseconds since the epoch.
package struct GivenDocument: Hashable, Sendable {
  package let id: String
  package let storedAt: Int64

  package init(id: String, storedAt: Int64) { (self.id, self.storedAt) = (id, storedAt) }
}

/// How a cursor has moved.
package struct CursorStep: Hashable, Sendable {
  package var start: Int64
  package var reached: Int64
  /// Documents given since the last step, each once.
  package var given: [GivenDocument]
  /// Documents stored before need not be remembered any more; nil where all still are.
  package var forgottenBefore: Int64?

  package init(start: Int64, reached: Int64, given: [GivenDocument], forgottenBefore: Int64? = nil) {
    (self.start, self.reached, self.given, self.forgottenBefore) = (start, reached, given, forgottenBefore)
  }
}

/// Cursors: what `tail` and `watch` have read. A reader is one command with one question, so that two do not move each other's.
extension StateFile {
  /// How far a source has been read; nil where it never was.
  package func cursor(of reader: String, source: String) throws(StateError) -> CursorRecord? {
    try use { database throws(StateError) in
      var cursor: CursorRecord?
      try database.run(
        "SELECT start, reached FROM cursors WHERE reader = ? AND source = ?", [.text(reader), .text(source)]
      ) { cursor = CursorRecord(start: $0.integer(0), reached: $0.integer(1)) }
      guard cursor != nil else { return nil }
      try database.run(
        "SELECT id, stored_at FROM cursor_documents WHERE reader = ? AND source = ?",
        [.text(reader), .text(source)]
      ) { row in
        if let id = row.text(0) { cursor?.documents[id] = row.integer(1) }
      }
      return cursor
    }
  }

  /// Keeps how a cursor has moved.
  package func keep(_ step: CursorStep, of reader: String, source: String) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        "INSERT OR REPLACE INTO cursors VALUES (?, ?, ?, ?)",
        [.text(reader), .text(source), .integer(step.start), .integer(step.reached)])
      for document in step.given {
        try database.run(
          "INSERT OR REPLACE INTO cursor_documents VALUES (?, ?, ?, ?)",
          [.text(reader), .text(source), .text(document.id), .integer(document.storedAt)])
      }
      if let oldest = step.forgottenBefore {
        try database.run(
          "DELETE FROM cursor_documents WHERE reader = ? AND source = ? AND stored_at < ?",
          [.text(reader), .text(source), .integer(oldest)])
      }
    }
  }

  /// Forgets all that a reader has read and given.
  package func forget(reader: String) throws(StateError) {
    try change { database throws(StateError) in
      for table in ["cursors", "cursor_documents", "file_positions", "given_events", "outputs"] {
        try database.run("DELETE FROM \(table) WHERE reader = ?", [.text(reader)])
      }
    }
  }
}
