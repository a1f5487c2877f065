import Glibc

/// A folder that is gone after the test.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/iamwatch-state-XXXXXX".utf8CString)
    path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
  }

  deinit { removeAll(path) }

  var state: String { path + "/a/b/iamwatch/state.db" }
}

private func removeAll(_ path: String) {
  for name in names(in: path) { removeAll("\(path)/\(name)") }
  remove(path)
}

/// The permissions of a file, as `chmod` takes them.
func mode(_ path: String) -> mode_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
}

func write(_ text: String, to path: String) {
  guard let file = fopen(path, "w") else { return }
  fputs(text, file)
  fclose(file)
}

func names(in folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    withUnsafePointer(to: entry.pointee.d_name) { name in
      name.withMemoryRebound(to: CChar.self, capacity: 256) { names.append(String(cString: $0)) }
    }
  }
  return names.filter { $0 != "." && $0 != ".." }.sorted()
}
