import Glibc

/// Where themes are found.
package struct ThemeLibrary: Sendable {
  /// The theme when nobody asks for another.
  package static let standard = "dark"
  /// The names of the built-in themes, the standard one first.
  package static let builtInNames = embeddedThemes.map(\.name)
  /// A theme's file is refused above this many bytes.
  private static let largestFile = 1 << 20

  /// Where files of themes are looked for, the user's folder before the installed ones.
  private let folders: [String]

  /// - Parameter environment: the value of a variable, nil when it is not set.
  package init(environment: (String) -> String?) {
    func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    // The XDG base directory specification: a relative path in a variable is to be ignored.
    let user =
      value("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? value("HOME").map { $0 + "/.config" }
    let installed = (value("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share").split(separator: ":")
      .filter { $0.hasPrefix("/") }.map(String.init)
    folders = ((user.map { [$0] } ?? []) + installed).map { $0 + "/iamwatch/themes" }
  }

  /// The names of all themes there are: the built-in ones, then those of the folders in alphabetical order.
  package var names: [String] {
    var known = ThemeLibrary.builtInNames
    for name in folders.flatMap(ThemeLibrary.names(in:)).sorted() where !known.contains(name) {
      known.append(name)
    }
    return known
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
          String(cString: $0)
        }
      }
      if file.hasSuffix(".yaml"), !file.hasPrefix(".") { names.append(String(file.dropLast(5))) }
    }
    return names
  }

  /// The theme `choice` names: a path if it has a `/` or ends in `.yaml`, else a file of the folders, else a built-in one.
  ///
  /// - Throws: `ThemeError` when there is none, or its file cannot be used.
  package func theme(_ choice: String) throws(ThemeError) -> Theme {
    if let file = file(of: choice) {
      switch read(file) {
      case .success(let yaml): return try Theme(yaml: yaml, file: file)
      case .failure(let problem): throw ThemeError(file: file, line: nil, message: problem.message)
      }
    }
    guard let builtIn = embeddedThemes.first(where: { $0.name == choice }) else {
      throw ThemeError(
        file: choice, line: nil,
        message:
          "there is no theme of this name; there are \(names.joined(separator: ", ")); a path must have a / or end in .yaml"
      )
    }
    return try Theme(yaml: builtIn.yaml, file: "the built-in theme \(choice)")
  }

  /// The file that `choice` is read from; nil for a built-in theme, and where there is none.
  func file(of choice: String) -> String? {
    if choice.utf8.contains(UInt8(ascii: "/")) || choice.hasSuffix(".yaml") { return choice }
    return folders.map { "\($0)/\(choice).yaml" }.first { access($0, F_OK) == 0 }
  }

  private struct Problem: Error {
    let message: String
  }

  private func read(_ path: String) -> Result<String, Problem> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(problem("cannot be opened")) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return .failure(problem("cannot be read")) }
      guard count > 0 else { break }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= ThemeLibrary.largestFile else {
        return .failure(Problem(message: "this is no theme: larger than 1 MiB"))
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .failure(Problem(message: "is not UTF-8; save it as UTF-8"))
    }
    return .success(text)
  }

  private func problem(_ what: String) -> Problem {
    Problem(message: "\(what): \(String(cString: strerror(errno)))")
  }
}
