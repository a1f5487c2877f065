import Glibc

/// The process's environment.
package enum ProcessVariables {
  /// Every variable as it is; what is no UTF-8 is repaired.
  package static var all: [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    // The list ends with a nil (POSIX, environ).
    while let text = entry.pointee.map({ String(cString: $0) }) {
      if let mark = text.firstIndex(of: "=") {
        variables[String(text[..<mark])] = String(text[text.index(after: mark)...])
      }
      entry += 1
    }
    return variables
  }
}
