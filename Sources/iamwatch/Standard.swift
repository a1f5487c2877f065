import Glibc

/// Writes a line to stderr, and to the log.
func complain(_ line: String) {
  writeAll(Array("\(line)\n".utf8), to: STDERR_FILENO)
  SessionLog.shared.write(line)
}

/// Writes the result to stdout; false when nobody reads it any more.
@discardableResult
func printResult(_ bytes: [UInt8]) -> Bool { writeAll(bytes, to: STDOUT_FILENO) }

@discardableResult
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var written = 0
    while written < buffer.count {
      let count = write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }
}
