/// How a screen was left.
package struct SessionRecord: Hashable, Sendable {
  /// Its settings by their names, which are the screen's own business.
  package var settings: [String: String]
  /// The filters that were used, the oldest first.
  package var filterHistory: [String]
  /// The filters that were given names, by them.
  package var savedFilters: [String: String]

  package init(
    settings: [String: String] = [:], filterHistory: [String] = [], savedFilters: [String: String] = [:]
  ) {
    (self.settings, self.filterHistory, self.savedFilters) = (settings, filterHistory, savedFilters)
  }
}

extension StateFile {
  /// The session last kept for a context: the sources that the screen was opened on, or a name for them.
  package func session(of context: String) throws(StateError) -> SessionRecord {
    try use { database throws(StateError) in
      var record = SessionRecord()
      try database.run("SELECT name, value FROM settings WHERE context = ?", [.text(context)]) { row in
        if let name = row.text(0), let value = row.text(1) { record.settings[name] = value }
      }
      try database.run(
        "SELECT filter FROM filter_history WHERE context = ? ORDER BY place", [.text(context)]
      ) { row in
        if let filter = row.text(0) { record.filterHistory.append(filter) }
      }
      try database.run("SELECT name, filter FROM saved_filters WHERE context = ?", [.text(context)]) { row in
        if let name = row.text(0), let filter = row.text(1) { record.savedFilters[name] = filter }
      }
      return record
    }
  }

  /// Keeps `record` instead of what was kept for the context before.
  package func keep(_ record: SessionRecord, of context: String) throws(StateError) {
    try change { database throws(StateError) in
      for table in ["settings", "filter_history", "saved_filters"] {
        try database.run("DELETE FROM \(table) WHERE context = ?", [.text(context)])
      }
      for (name, value) in record.settings {
        try database.run(
          "INSERT INTO settings VALUES (?, ?, ?)", [.text(context), .text(name), .text(value)])
      }
      for (name, filter) in record.savedFilters {
        try database.run(
          "INSERT INTO saved_filters VALUES (?, ?, ?)", [.text(context), .text(name), .text(filter)])
      }
      for (place, filter) in record.filterHistory.enumerated() {
        try database.run(
          "INSERT INTO filter_history VALUES (?, ?, ?)",
          [.text(context), .integer(Int64(place)), .text(filter)])
      }
    }
  }
}
