import Glibc

/// Files and folders for the user's eyes alone.
enum PrivateFile {
  /// Makes the file, empty, and the folders above it if they are not there; takes from others what rights they have to the
  /// file and its folder.
  static func prepare(_ path: String) throws(StateError) {
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    try makeFolders(folder)
    if chmod(folder, 0o700) != 0 { throw error() }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw error() }
    defer { close(descriptor) }
    if fchmod(descriptor, 0o600) != 0 { throw error() }
  }

  private static func makeFolders(_ path: String) throws(StateError) {
    guard !path.isEmpty, mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/") else { throw error() }
    try makeFolders(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw error() }
  }

  private static func error() -> StateError {
    errno == EROFS ? .readOnly : .failed(String(cString: strerror(errno)))
  }

  /// Gives a damaged database another name beside its own, so that a new one can begin and nothing is thrown away. What SQLite keeps
  /// beside it goes along.
  static func setAside(_ path: String) -> String? {
    for number in 1...99 {
      let name = "\(path).damaged-\(number)"
      guard access(name, F_OK) != 0 else { continue }
      guard rename(path, name) == 0 else { return nil }
      for ending in ["-wal", "-shm"] { rename(path + ending, name + ending) }
      return name
    }
    return nil
  }
}
