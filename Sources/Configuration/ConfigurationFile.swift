import Glibc

/// The configuration file: where it lies and what is in it.
package struct ConfigurationFile: Sendable {
  package let path: String
  package let configuration: Configuration
  /// What is to be said and stops nothing.
  package let warnings: [String]

  /// A larger file is no configuration.
  private static let largest = 1 << 20

  /// Where the file lies when nobody says: `$XDG_CONFIG_HOME/iamwatch/config.yaml`, else below `~/.config`; nil when no home is known.
  package static func standardPath(environment: (String) -> String?) -> String? {
    func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    // The XDG base directory specification: a relative path in the variable is to be ignored.
    let base =
      value("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? value("HOME").map { $0 + "/.config" }
    return base.map { $0 + "/iamwatch/config.yaml" }
  }

  /// Reads the file at `path`; nil when there is none.
  ///
  /// - Parameter home: what `~` stands for.
  /// - Throws: every mistake in it, or why it cannot be read.
  package init?(path: String, home: String?) throws(ConfigurationErrors) {
    guard let descriptor = try ConfigurationFile.opened(path) else { return nil }
    defer { close(descriptor) }
    let bytes = try ConfigurationFile.read(descriptor, path, largest: ConfigurationFile.largest)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationFile.unreadable(path, "is not UTF-8; save it as UTF-8")
    }
    self.path = path
    configuration = try Configuration(yaml: text, file: path, home: home)
    warnings = ConfigurationFile.modeWarning(descriptor, path).map { [$0] } ?? []
  }

  /// What is in the file at `path`; nil when there is none.
  /// - Parameter largest: the most bytes it may have.
  static func bytes(of path: String, largest: Int) throws(ConfigurationErrors) -> [UInt8]? {
    guard let descriptor = try opened(path) else { return nil }
    defer { close(descriptor) }
    return try read(descriptor, path, largest: largest)
  }

  private static func opened(_ path: String) throws(ConfigurationErrors) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor < 0 else { return descriptor }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw unreadable(path, "cannot be opened: \(String(cString: strerror(errno)))")
  }

  private static func read(
    _ descriptor: Int32, _ path: String, largest: Int
  ) throws(ConfigurationErrors) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw unreadable(path, "cannot be read: \(String(cString: strerror(errno)))")
      }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= largest else {
        throw unreadable(path, "too large: more than \(largest >> 20) MiB")
      }
    }
  }

  /// The file names accounts, roles and where alerts go: nobody else needs to read it.
  private static func modeWarning(_ descriptor: Int32, _ path: String) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let mode = status.st_mode & 0o777
    guard mode & 0o077 != 0 else { return nil }
    let octal = String(mode, radix: 8)
    return "\(path): others may read or change it (mode 0\(octal)); run chmod 600 on it"
  }

  static func unreadable(_ path: String, _ message: String) -> ConfigurationErrors {
    ConfigurationErrors([ConfigurationError(file: path, place: nil, message: message)])
  }
}
