import Glibc
import Text

/// The log of a function: Lambda keeps each line of stderr as one log event.
package enum FunctionLog {
  @Sendable package static func write(_ line: String) {
    let bytes = Array("\(sanitised(line))\n".utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
