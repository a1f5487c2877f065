import Glibc

/// Where themes are found.
package struct ThemeLibrary: Sendable {
  /// The theme when nobody asks for another.
  package static let standard = "dark"
  /// The names of the built-in themes, the standard one first.
  package static let builtInNames = embeddedThemes.map(\.name)
  /// A theme's file is refused above this many bytes.
  private static let largestFile = 1 << 20

  /// The user's folder, nil when no home is known.
  private let folder: String?

  /// - Parameter environment: the value of a variable, nil when it is not set.
  package init(environment: (String) -> String?) {
    func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    // The XDG base directory specification: a relative path in the variable is to be ignored.
    let base =
      value("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? value("HOME").map { $0 + "/.config" }
    folder = base.map { $0 + "/iamwatch/themes" }
  }

  /// The theme `choice` names: a path if it has a `/` or ends in `.yaml`, else a file of the user's folder, else a built-in one.
  ///
  /// - Throws: `ThemeError` when there is none, or its file cannot be used.
  package func theme(_ choice: String) throws(ThemeError) -> Theme {
    if choice.utf8.contains(UInt8(ascii: "/")) || choice.hasSuffix(".yaml") {
      switch read(choice) {
      case .success(let yaml): return try Theme(yaml: yaml, file: choice)
      case .failure(let problem): throw ThemeError(file: choice, line: nil, message: problem.message)
      }
    }
    if let file = folder.map({ "\($0)/\(choice).yaml" }) {
      switch read(file) {
      case .success(let yaml): return try Theme(yaml: yaml, file: file)
      case .failure(let problem) where problem.code != ENOENT && problem.code != ENOTDIR:
        throw ThemeError(file: file, line: nil, message: problem.message)
      case .failure: break
      }
    }
    guard let builtIn = embeddedThemes.first(where: { $0.name == choice }) else {
      let known = ThemeLibrary.builtInNames.joined(separator: ", ")
      throw ThemeError(
        file: choice, line: nil,
        message:
          "there is no theme of this name; the built-in ones are \(known); a path must have a / or end in .yaml"
      )
    }
    return try Theme(yaml: builtIn.yaml, file: "the built-in theme \(choice)")
  }

  private struct Problem: Error {
    let code: Int32
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
        return .failure(Problem(code: EFBIG, message: "this is no theme: larger than 1 MiB"))
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .failure(Problem(code: EILSEQ, message: "is not UTF-8; save it as UTF-8"))
    }
    return .success(text)
  }

  private func problem(_ what: String) -> Problem {
    let code = errno
    return Problem(code: code, message: "\(what): \(String(cString: strerror(code)))")
  }
}
