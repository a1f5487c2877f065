import Glibc

/// A file that whoever reads it finds whole.
enum MetricsFile {
  /// Puts the text in the place of what is there; says what went wrong. node_exporter runs as another user, who may read it.
  static func write(_ text: String, to path: String) -> String? {
    // The collector takes up names that end in .prom alone.
    let beside = "\(path).\(getpid())"
    guard let file = fopen(beside, "we") else { return String(cString: strerror(errno)) }
    fchmod(fileno(file), 0o644)
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten, rename(beside, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(beside)
      return reason
    }
    return nil
  }
}
