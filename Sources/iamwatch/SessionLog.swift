import CloudTrail
import Glibc
import Synchronization
import Text

/// The file that `--log-file` names: a line for all that the program has to say of itself, with the time, however it says it else. Only its
/// user may read it; what is there already stays.
final class SessionLog: Sendable {
  /// The process has one, as it has one stderr.
  static let shared = SessionLog()

  private let descriptor = Mutex<Int32?>(nil)

  /// Begins to log, if the flag or its variable names a file.
  ///
  /// - Throws: ``UsageError`` that names the file.
  func open(_ flag: String?) throws(UsageError) {
    guard let path = flag ?? Environment.flag("LOG_FILE") else { return }
    let opened = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o600)
    guard opened >= 0 else { throw UsageError("--log-file \(path): \(String(cString: strerror(errno)))") }
    descriptor.withLock { $0 = opened }
  }

  /// Logs a line; nothing where no file was named.
  func write(_ line: String) {
    descriptor.withLock { descriptor in
      guard let descriptor else { return }
      var text = "\(Clock.now.rfc3339) \(sanitised(line))\n"
      _ = text.withUTF8 { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
  }
}
