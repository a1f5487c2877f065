import Glibc

/// A file that is read whole, by the name that the user gave.
enum WholeFile {
  /// - Parameter largest: the most bytes that it may have.
  /// - Throws: ``UsageError`` with the path and why it cannot be read.
  static func bytes(of path: String, largest: Int) throws(UsageError) -> [UInt8] {
    guard let file = fopen(path, "re") else {
      throw UsageError("\(path): \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 {
      bytes += part[..<count]
      guard bytes.count <= largest else { throw UsageError("\(path): larger than \(largest >> 20) MiB") }
    }
    guard ferror(file) == 0 else { throw UsageError("\(path): \(String(cString: strerror(errno)))") }
    return bytes
  }

  /// A text of at most 4 MiB.
  /// - Throws: ``UsageError`` with the path and why it cannot be read.
  static func text(of path: String) throws(UsageError) -> String {
    let bytes = try bytes(of: path, largest: 4 << 20)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw UsageError("\(path): not UTF-8") }
    return text
  }
}
