import Glibc
import State
import Synchronization

/// A state in a folder that is gone after the test.
final class StateFolder: Sendable {
  private let path: String

  init() {
    var template = Array("/tmp/iamwatch-notify-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  func open() throws -> StateFile { try StateFile.open(path + "/iamwatch/state.db") }

  deinit {
    for name in ["state.db", "state.db-wal", "state.db-shm"] { unlink("\(path)/iamwatch/\(name)") }
    rmdir("\(path)/iamwatch")
    rmdir(path)
  }
}

/// What was told.
final class Told: Sendable {
  private let told = Mutex<[String]>([])

  func add(_ line: String) { told.withLock { $0.append(line) } }
  var lines: [String] { told.withLock { $0 } }
}
