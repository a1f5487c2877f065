import Glibc

/// Why a file could not be written.
struct ExportError: Error, Hashable {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// What the system said last.
  static var system: ExportError { ExportError(String(cString: strerror(errno))) }
}

/// A file that is written once: for the user's eyes alone, and never over another one.
final class ExportFile {
  /// Where it is: the path asked for, or with a number before its ending where that was taken.
  let path: String
  private(set) var bytes = 0
  private var descriptor: Int32
  private var waiting: [UInt8] = []

  /// Creates the file.
  ///
  /// - Parameter wanted: its path; `~/` at its beginning is `home`.
  init(_ wanted: String, home: String?) throws(ExportError) {
    var path = wanted
    if path.hasPrefix("~/"), let home { path = home + path.dropFirst() }
    var number = 1
    repeat {
      let name = number == 1 ? path : ExportFile.numbered(path, number)
      descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      if descriptor >= 0 {
        self.path = name
        return
      }
      guard errno == EEXIST, number < ExportFile.mostNumbers else { throw .system }
      number += 1
    } while true
  }

  private static let mostNumbers = 1000

  /// `a/b.tar` as `a/b-2.tar`.
  private static func numbered(_ path: String, _ number: Int) -> String {
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path.lastIndex(of: "."), dot > name else { return "\(path)-\(number)" }
    return "\(path[..<dot])-\(number)\(path[dot...])"
  }

  /// Appends to the file.
  func write(_ more: some Sequence<UInt8>) throws(ExportError) {
    waiting += more
    if waiting.count >= 1 << 16 { try flush() }
  }

  /// Writes what waits, and closes: only then is the file whole.
  func close() throws(ExportError) {
    try flush()
    let closed = Glibc.close(descriptor)
    descriptor = -1
    if closed != 0 { throw .system }
  }

  /// Takes the file away again.
  func discard() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
    unlink(path)
  }

  private func flush() throws(ExportError) {
    var written = 0
    while written < waiting.count {
      let count = waiting.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system }
      written += count
    }
    bytes += waiting.count
    waiting.removeAll(keepingCapacity: true)
  }
}
