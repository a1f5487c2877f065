import Glibc
import Synchronization

/// What the program remembers from one run to the next, in a SQLite file of the user's own. Any thread may ask; each call
/// is one transaction, and may wait for another process' for ``patience``.
package final class StateFile: Sendable {
  /// Milliseconds that another process is waited for.
  static let patience: Int32 = 2000

  private let database: Mutex<Database>
  /// It was opened on a disk that cannot be written, or holds somebody else's file.
  package let isReadOnly: Bool

  private init(_ database: sending Database, isReadOnly: Bool) {
    self.database = Mutex(database)
    self.isReadOnly = isReadOnly
  }

  /// Opens the file at `path`, made and brought to the present version where need be.
  package static func open(_ path: String) throws(StateError) -> StateFile {
    do throws(StateError) {
      try PrivateFile.prepare(path)
      return try openPatiently(path)
    } catch .readOnly {
      return try openFrozen(path)
    } catch .failed(let words) {
      // A folder or a file of somebody else's: it may be read at least.
      guard let frozen = try? openFrozen(path) else { throw .failed(words) }
      return frozen
    }
  }

  /// Two that open a new file at once may each hold what the other waits for: that SQLite tells at once instead of waiting.
  private static func openPatiently(_ path: String) throws(StateError) -> StateFile {
    let end = ContinuousClock.now + .milliseconds(patience)
    while true {
      do throws(StateError) {
        return try openToWrite(path)
      } catch {
        guard error == .busy, ContinuousClock.now < end else { throw error }
        usleep(10_000)
      }
    }
  }

  private static func openToWrite(_ path: String) throws(StateError) -> StateFile {
    let database = try Database(path, .write, patience: patience)
    try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    try Schema.migrate(database)
    return StateFile(database, isReadOnly: false)
  }

  static func openFrozen(_ path: String) throws(StateError) -> StateFile {
    let database = try Database(path, .frozen, patience: patience)
    // Nothing can be migrated here; a file of an older version has tables missing, which reading then says.
    var version = 0
    try database.run("PRAGMA user_version", []) { version = Int($0.integer(0)) }
    guard version <= Schema.version else { throw .newer(version: version) }
    return StateFile(database, isReadOnly: true)
  }

  /// Calls `body` with the database, which nobody of this process uses meanwhile.
  func use<Result: Sendable>(_ body: (Database) throws(StateError) -> Result) throws(StateError) -> Result {
    try database.withLock { database throws(StateError) in try body(database) }
  }

  /// Brings all that was kept into the one file, so that who may only read it finds it there: of what stands beside the file he would
  /// see nothing. Where somebody else has the file open, that is for him to do.
  package func settle() throws(StateError) {
    guard !isReadOnly else { return }
    try use { database throws(StateError) in try database.run("PRAGMA wal_checkpoint(TRUNCATE)", []) }
  }

  /// ``use(_:)`` as one change: all of it or nothing.
  func change(_ body: (Database) throws(StateError) -> Void) throws(StateError) {
    guard !isReadOnly else { throw .readOnly }
    try use { database throws(StateError) in
      try database.transaction { () throws(StateError) in try body(database) }
    }
  }
}
