import Glibc

/// Which files a source names: a file, a directory with all below it, or a glob (COUNTING 9).
package enum SourcePaths {
  /// What a source turned out to be.
  package struct Found: Sendable {
    /// The files, ordered by the bytes of their paths.
    package var files: [String] = []
    /// Places that could not be looked into, with the reason.
    package var failures: [String] = []
  }

  /// The files of `source`.
  package static func find(_ source: String) -> Found {
    var found = Found()
    if exists(source) {
      collect(source, isNamed: true, into: &found)
    } else {
      let matches = expand(source)
      if matches.isEmpty { found.failures.append("\(source): \(describe(ENOENT))") }
      for match in matches { collect(match, isNamed: true, into: &found) }
    }
    found.files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    // A glob may match a folder and what lies in it: a file is read once a source.
    var last: String?
    found.files.removeAll { path in
      defer { last = path }
      return last.map { $0.utf8.elementsEqual(path.utf8) } ?? false
    }
    return found
  }

  /// Whether `path` is a directory, or a link to one.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The directory and all below it that a walk enters.
  static func directories(below directory: String) -> [String] {
    [directory]
      + entries(of: directory).filter { isDirectory($0) && !isLink($0) }.flatMap(directories(below:))
  }

  /// The directory that a path lies in.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func expand(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, GLOB_BRACE | GLOB_TILDE, nil, &result) == 0, let paths = result.gl_pathv else {
      return []
    }
    return (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
  }

  /// Adds the files at `path`. A directory reached by a link is entered only if the user named it.
  private static func collect(_ path: String, isNamed: Bool, into found: inout Found) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      found.failures.append("\(path): \(describe(errno))")
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: found.files.append(path)
    case S_IFDIR where isNamed || !isLink(path): walk(path, into: &found)
    // A named pipe that the user asked for is read, as `<(…)` of a shell is; one met on a walk is left out.
    case S_IFIFO where isNamed, S_IFCHR where isNamed: found.files.append(path)
    default: break
    }
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  private static func walk(_ directory: String, into found: inout Found) {
    guard access(directory, R_OK | X_OK) == 0 else {
      found.failures.append("\(directory): \(describe(errno))")
      return
    }
    for path in entries(of: directory) { collect(path, isNamed: false, into: &found) }
  }

  /// The paths of a directory's entries but the hidden ones.
  private static func entries(of directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var paths: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      paths.append(directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)")
    }
    return paths
  }
}
