import Glibc
import Synchronization

/// Something that happened in a watched directory.
struct DirectoryChange: Sendable {
  enum Kind: Sendable {
    /// A file grew, or was made.
    case written
    /// A writer closed a file, or one was moved here: it is whole.
    case finished
    /// A directory was made or moved here.
    case directoryAdded
    /// Changes were lost because too many came at once: everything has to be looked at.
    case overflow
  }

  let kind: Kind
  let path: String
}

/// inotify, as far as following files needs it.
final class Watches: Sendable {
  private let descriptor: Int32
  private let directories = Mutex<[Int32: String]>([:])

  /// - Throws: ``TailError`` when the system has no inotify instance left.
  init() throws(TailError) {
    descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    if descriptor < 0 { throw TailError(reason: "files cannot be watched: \(describe(errno))") }
  }

  deinit { close(descriptor) }

  /// Watches what happens to the entries of a directory.
  /// - Throws: ``TailError`` with the directory and the reason.
  func watch(_ directory: String) throws(TailError) {
    let events = UInt32(IN_MODIFY | IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR)
    let watch = inotify_add_watch(descriptor, directory, events)
    guard watch >= 0 else {
      let hint = errno == ENOSPC ? "; raise fs.inotify.max_user_watches" : ""
      throw TailError(reason: "\(directory): cannot be watched: \(describe(errno))\(hint)")
    }
    directories.withLock { $0[watch] = directory }
  }

  /// Waits for changes, at most `milliseconds`.
  func changes(within milliseconds: Int32) -> [DirectoryChange] {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&poll, 1, milliseconds) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return [] }
    return buffer.withUnsafeBytes { changes(in: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  /// Takes apart what the kernel wrote: `struct inotify_event`, each followed by its name (inotify(7)).
  private func changes(in buffer: UnsafeRawBufferPointer) -> [DirectoryChange] {
    let header = MemoryLayout<inotify_event>.size
    var changes: [DirectoryChange] = []
    var place = 0
    while place + header <= buffer.count {
      let watch = buffer.loadUnaligned(fromByteOffset: place, as: Int32.self)
      let mask = buffer.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
      let length = Int(buffer.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
      let name = buffer[(place + header)..<min(buffer.count, place + header + length)].prefix { $0 != 0 }
      place += header + length
      if let change = change(watch, mask, String(decoding: name, as: UTF8.self)) { changes.append(change) }
    }
    return changes
  }

  private func change(_ watch: Int32, _ mask: UInt32, _ name: String) -> DirectoryChange? {
    if mask & UInt32(IN_Q_OVERFLOW) != 0 { return DirectoryChange(kind: .overflow, path: "") }
    guard let directory = directories.withLock({ $0[watch] }), !name.isEmpty else { return nil }
    let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    if mask & UInt32(IN_ISDIR) != 0 {
      return mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0
        ? DirectoryChange(kind: .directoryAdded, path: path) : nil
    }
    let isWhole = mask & UInt32(IN_CLOSE_WRITE | IN_MOVED_TO) != 0
    return DirectoryChange(kind: isWhole ? .finished : .written, path: path)
  }
}

/// Why files cannot be followed.
package struct TailError: Error, Sendable, CustomStringConvertible {
  package let reason: String
  package var description: String { reason }
}
