import Glibc

/// A small file, read whole.
enum FileText {
  /// What tells one state of a file from the next.
  struct Stamp: Equatable, Sendable {
    let size: Int
    let device: UInt64
    let node: UInt64
    let seconds: Int
    let nanoseconds: Int
  }

  /// Larger files are not what they claim to be.
  static let largest = 1 << 20

  /// The file's state; nil when there is none.
  static func stamp(_ path: String) -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Stamp(
      size: status.st_size, device: UInt64(status.st_dev), node: UInt64(status.st_ino),
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  /// The text of the file at `path`; nil when there is none.
  /// - Throws: ``CredentialsError/unreadableFile(_:_:)``.
  static func read(_ path: String) throws(CredentialsError) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .unreadableFile(path, String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadableFile(path, String(cString: strerror(errno))) }
      if count == 0 { break }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= largest else { throw .unreadableFile(path, "it is larger than 1 MiB") }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadableFile(path, "it is not UTF-8")
    }
    return text
  }
}
