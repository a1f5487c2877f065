import Glibc

/// Material recorded or published by others: beside the project, or where `IAMWATCH_DATA` says; tests of it are skipped elsewhere.
enum RecordedData {
  static let folder: String = {
    if let given = getenv("IAMWATCH_DATA") { return String(cString: given) }
    return "../shared/data"
  }()

  /// The paths below the folder that `pattern` matches.
  static func paths(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob("\(folder)/\(pattern)", 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }

  static func text(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
