import CloudTrail
import Glibc
import Synchronization

/// Reads records again: from the plain files they stand in, or from a spool for those that stand nowhere as they are, because they came
/// compressed, inside a string, from standard input or live.
///
/// The spool is a file without a name, readable by nobody else, that is gone with the process (DESIGN, Files).
package final class FileArchive: RecordArchive {
  /// The number that stands for the spool.
  private static let spoolNumber = UInt32.max - 1
  /// The most files held open at once.
  private static let openLimit = 64

  private let state: Mutex<State>

  private struct State: Sendable {
    var paths: [String]
    var open: [UInt32: Int32] = [:]
    var spool: Int32?
    var spooled = 0
  }

  /// An archive of the files at `paths`, by their places in it.
  package init(paths: [String]) { state = Mutex(State(paths: paths)) }

  deinit {
    state.withLock { state in
      for descriptor in state.open.values { close(descriptor) }
      if let spool = state.spool { close(spool) }
    }
  }

  /// Makes a place for records of one more file, and returns its number.
  package func add(path: String) -> UInt32 {
    state.withLock { state in
      state.paths.append(path)
      return UInt32(state.paths.count - 1)
    }
  }

  package func keep(_ record: UnsafeBufferPointer<UInt8>) -> RecordPlace? {
    state.withLock { state in
      if state.spool == nil { state.spool = FileArchive.makeSpool() }
      guard let spool = state.spool, write(record, to: spool, at: state.spooled) else { return nil }
      defer { state.spooled += record.count }
      return RecordPlace(
        file: FileArchive.spoolNumber, offset: UInt64(state.spooled), length: UInt32(record.count))
    }
  }

  package func record(at place: RecordPlace) -> [UInt8]? {
    guard let descriptor = descriptor(of: place.file) else { return nil }
    let source = FileSource(descriptor, from: Int(place.offset))
    let length = Int(place.length)
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      let all = UnsafeMutableRawBufferPointer(buffer)
      while count < length {
        let read = source.read(into: UnsafeMutableRawBufferPointer(rebasing: all[count...]))
        if read == 0 { break }
        count += read
      }
    }
    return bytes.count == length ? bytes : nil
  }

  private func descriptor(of file: UInt32) -> Int32? {
    state.withLock { state in
      if file == FileArchive.spoolNumber { return state.spool }
      if let known = state.open[file] { return known }
      guard Int(file) < state.paths.count else { return nil }
      let descriptor = Glibc.open(state.paths[Int(file)], O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      if state.open.count >= FileArchive.openLimit, let oldest = state.open.keys.min() {
        state.open.removeValue(forKey: oldest).map { _ = close($0) }
      }
      state.open[file] = descriptor
      return descriptor
    }
  }

  private static func makeSpool() -> Int32? {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/iamwatch-XXXXXX".utf8CString)
    // mkstemp makes the file with mode 0600; without its name nobody else can open it.
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
    return descriptor
  }
}

/// Writes all of `bytes` at `offset`; false when the disk does not take them.
private func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32, at offset: Int) -> Bool {
  var written = 0
  while written < bytes.count {
    let count = pwrite(
      descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, off_t(offset + written))
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    written += count
  }
  return true
}
