import Glibc

/// Notices that the file of the theme in force was written anew.
package struct ThemeWatch {
  /// What tells one state of a file from another.
  private struct Stamp: Equatable {
    let inode: ino_t
    let size: off_t
    let seconds: time_t
    let nanoseconds: Int

    /// Nil when there is no such file.
    init?(of path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      (inode, size) = (status.st_ino, status.st_size)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
  }

  private let library: ThemeLibrary
  private let choice: String
  private let file: String?
  private var stamp: Stamp?

  /// Watches the file of the theme that `choice` names in `library`, as it is now; a built-in theme never changes.
  package init(_ choice: String, in library: ThemeLibrary) {
    (self.library, self.choice) = (library, choice)
    file = library.file(of: choice)
    stamp = file.flatMap { Stamp(of: $0) }
  }

  /// The theme, if its file has changed since the last look; nil if it has not.
  ///
  /// - Throws: `ThemeError` when it has, and cannot be used as it is now: once for each change.
  package mutating func changed() throws(ThemeError) -> Theme? {
    guard let file else { return nil }
    let now = Stamp(of: file)
    guard now != stamp else { return nil }
    stamp = now
    return try library.theme(choice)
  }
}
