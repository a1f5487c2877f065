import Glibc

/// Text files by their paths.
enum FileText {
  /// What the system said.
  struct Failure: Error { let reason: String }

  enum Kind { case none, file, other }

  /// What lies at a path itself: a link is followed by nobody.
  static func kind(of path: String) -> Kind {
    var status = stat()
    guard lstat(path, &status) == 0 else { return .none }
    return status.st_mode & S_IFMT == S_IFREG ? .file : .other
  }

  static func exists(_ path: String) -> Bool { kind(of: path) != .none }

  /// The text of a file; nil where there is none that can be read, or it is no UTF-8.
  static func read(_ path: String) -> String? {
    guard kind(of: path) == .file, let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Puts a whole file in the place of what is there, and makes the folders above it. It is written beside its place and moved there, so
  /// that nobody ever sees half of it.
  static func write(_ text: String, to path: String) throws(Failure) {
    var folder = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      folder += "\(part)/"
      guard folder != "/", mkdir(folder, 0o755) != 0, errno != EEXIST else { continue }
      throw Failure(reason: "\(folder): \(String(cString: strerror(errno)))")
    }
    let beside = path + ".new"
    guard let file = fopen(beside, "we") else { throw Failure(reason: String(cString: strerror(errno))) }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count, rename(beside, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(beside)
      throw Failure(reason: reason)
    }
  }
}
