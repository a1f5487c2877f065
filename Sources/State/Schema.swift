/// The tables, as the steps that lead from each version to the next. A step that was released is never changed: a new
/// one is appended.
enum Schema {
  static let steps = [
    """
    CREATE TABLE settings (
      context TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (context, name)) WITHOUT ROWID;
    CREATE TABLE filter_history (
      context TEXT NOT NULL, place INTEGER NOT NULL, filter TEXT NOT NULL,
      PRIMARY KEY (context, place)) WITHOUT ROWID;
    CREATE TABLE saved_filters (
      context TEXT NOT NULL, name TEXT NOT NULL, filter TEXT NOT NULL,
      PRIMARY KEY (context, name)) WITHOUT ROWID;
    CREATE TABLE marks (
      context TEXT NOT NULL, event TEXT NOT NULL, marked_at INTEGER NOT NULL, note TEXT NOT NULL,
      time INTEGER NOT NULL, account TEXT NOT NULL, principal TEXT NOT NULL, principal_type TEXT NOT NULL,
      session TEXT, action TEXT NOT NULL, region TEXT, source_ip TEXT, target TEXT, error_code TEXT,
      is_error INTEGER NOT NULL, is_write INTEGER NOT NULL, severity INTEGER, rules TEXT NOT NULL, record BLOB,
      PRIMARY KEY (context, event));
    """,
    """
    CREATE TABLE cursors (
      reader TEXT NOT NULL, source TEXT NOT NULL, start INTEGER NOT NULL, reached INTEGER NOT NULL,
      PRIMARY KEY (reader, source)) WITHOUT ROWID;
    CREATE TABLE cursor_documents (
      reader TEXT NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL, stored_at INTEGER NOT NULL,
      PRIMARY KEY (reader, source, id)) WITHOUT ROWID;
    CREATE INDEX cursor_documents_age ON cursor_documents (reader, source, stored_at);
    CREATE TABLE given_events (
      reader TEXT NOT NULL, event TEXT NOT NULL, given_at INTEGER NOT NULL,
      PRIMARY KEY (reader, event)) WITHOUT ROWID;
    CREATE INDEX given_events_age ON given_events (reader, given_at);
    CREATE TABLE outputs (
      reader TEXT NOT NULL PRIMARY KEY, device INTEGER NOT NULL, file INTEGER NOT NULL,
      length INTEGER NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE alerts (
      context TEXT NOT NULL, alert TEXT NOT NULL, rule TEXT NOT NULL, group_key TEXT NOT NULL, time INTEGER NOT NULL,
      seen_at INTEGER NOT NULL, is_suppressed INTEGER NOT NULL,
      PRIMARY KEY (context, alert)) WITHOUT ROWID;
    CREATE INDEX alerts_told ON alerts (context, rule, group_key, time) WHERE is_suppressed = 0;
    CREATE TABLE deliveries (
      place INTEGER PRIMARY KEY, context TEXT NOT NULL, destination TEXT NOT NULL, alert TEXT NOT NULL,
      rule TEXT NOT NULL, principal TEXT NOT NULL, body BLOB NOT NULL, refusals INTEGER NOT NULL DEFAULT 0,
      retry_at INTEGER NOT NULL DEFAULT 0, sent_at INTEGER,
      UNIQUE (context, destination, alert));
    CREATE INDEX deliveries_waiting ON deliveries (context, destination, place) WHERE sent_at IS NULL;
    CREATE TABLE threads (
      context TEXT NOT NULL, channel TEXT NOT NULL, rule TEXT NOT NULL, principal TEXT NOT NULL,
      thread TEXT NOT NULL, started_at INTEGER NOT NULL,
      PRIMARY KEY (context, channel, rule, principal)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE observations (
      place INTEGER PRIMARY KEY, context TEXT NOT NULL, event TEXT NOT NULL, time INTEGER NOT NULL,
      rules TEXT NOT NULL, UNIQUE (context, event, time));
    CREATE INDEX observations_age ON observations (context, time);
    CREATE TABLE observed_fields (
      place INTEGER NOT NULL, name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (place, name)) WITHOUT ROWID;
    CREATE TABLE file_positions (
      reader TEXT NOT NULL, source TEXT NOT NULL, path TEXT NOT NULL, inode INTEGER NOT NULL,
      offset INTEGER NOT NULL, is_taken INTEGER NOT NULL,
      PRIMARY KEY (reader, source, path)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE alert_decisions (
      context TEXT NOT NULL, rule TEXT NOT NULL, group_key TEXT NOT NULL, kind TEXT NOT NULL,
      reason TEXT NOT NULL, decided_at INTEGER NOT NULL, moment INTEGER,
      PRIMARY KEY (context, rule, group_key, kind)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE learnt (
      context TEXT NOT NULL, correlation TEXT NOT NULL, group_key TEXT NOT NULL, value TEXT NOT NULL,
      first INTEGER NOT NULL, last INTEGER NOT NULL, overflowed INTEGER,
      PRIMARY KEY (context, correlation, group_key, value)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE rhythms (
      context TEXT NOT NULL, correlation TEXT NOT NULL, group_key TEXT NOT NULL, newest INTEGER NOT NULL,
      event TEXT NOT NULL, is_told INTEGER NOT NULL, slots BLOB NOT NULL, record BLOB,
      PRIMARY KEY (context, correlation, group_key));
    """,
  ]

  static var version: Int { steps.count }

  /// Brings the file to this version. Two processes may do it at once: the second finds it done.
  static func migrate(_ database: Database) throws(StateError) {
    let found = try version(of: database)
    guard found <= version else { throw .newer(version: found) }
    guard found < version else { return }
    try database.transaction { () throws(StateError) in
      let found = try version(of: database)
      guard found < version else { return }
      for step in steps[found...] { try database.run(step) }
      try database.run("PRAGMA user_version = \(version)")
    }
  }

  private static func version(of database: Database) throws(StateError) -> Int {
    var version = 0
    try database.run("PRAGMA user_version", []) { version = Int($0.integer(0)) }
    return max(0, version)
  }
}
