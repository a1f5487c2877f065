import Glibc

/// The process's environment.
enum Environment {
  /// A variable's value; nil when it is not set or empty.
  static subscript(name: String) -> String? {
    guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
    return value
  }

  /// The value that `IAMWATCH_<FLAG>` gives a flag.
  static func flag(_ name: String) -> String? { Environment["IAMWATCH_\(name)"] }

  /// Whether a switch is set by its variable: to anything but 0, false or no.
  static func isSet(_ name: String) -> Bool {
    guard let value = flag(name) else { return false }
    return !["0", "false", "no"].contains(value)
  }
}
