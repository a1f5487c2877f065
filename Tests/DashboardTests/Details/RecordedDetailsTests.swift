import Audit
import CloudTrail
import Query
import Terminal
import Testing
import Text

import Glibc

@testable import Dashboard

/// Records of real trails, where they are at hand: beside the project, or where `IAMWATCH_DATA` says.
private enum Recorded {
  static let folder: String = {
    if let given = getenv("IAMWATCH_DATA") { return String(cString: given) + "/cloudtrail" }
    let root = "\(#filePath)".split(separator: "/").dropLast(4).map { "/\($0)" }.joined()
    return root + "/../shared/data/cloudtrail"
  }()

  static let files: [String] = {
    var paths: [String] = []
    for pattern in ["*", "*/*", "*/*/*"].flatMap({ ["\($0).json", "\($0).json.gz", "\($0).jsonl"] }) {
      var found = glob_t()
      defer { globfree(&found) }
      guard glob("\(folder)/\(pattern)", 0, nil, &found) == 0 else { continue }
      for index in 0..<Int(found.gl_pathc) {
        if let path = found.gl_pathv[index] { paths.append(String(cString: path)) }
      }
    }
    return paths
  }()

  /// The records of a file, as the store would give them back.
  static func records(in path: String) -> [(row: EventRow, record: JSONDocument)] {
    var records: [(EventRow, JSONDocument)] = []
    let source: any ByteSource =
      path.hasSuffix(".gz") ? GzipSource(MemorySource(bytes(path))) : MemorySource(bytes(path))
    var reader = EventReader(source) { event in
      guard let record = try? JSONDocument(parsing: event.recordBytes) else { return }
      let action = event.withAction { String(decoding: $0, as: UTF8.self) }
      let row = EventRow(
        id: Story.id(records.count), time: event.time,
        account: event.withAccount { String(decoding: $0, as: UTF8.self) },
        principal: event.principal.withUTF8 { String(decoding: $0, as: UTF8.self) },
        principalType: event.principalType?.string ?? "Unknown", session: event.session?.string,
        action: action,
        errorCode: event.errorCode?.string, isError: event.isError)
      records.append((row, record))
    }
    _ = reader.read()
    reader.finish()
    return records
  }

  private static func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

@Suite(
  "Recorded events in the details", .enabled(if: !Recorded.files.isEmpty, "skipped: no recorded events here"))
struct RecordedDetailsTests {
  private static let times = Times(form: .mixed, zone: .utc, now: Story.now)

  @Test("each of them fits its pane, says who and what, and gives no secret away", arguments: Recorded.files)
  func fits(path: String) {
    for (row, record) in Recorded.records(in: path) {
      let details = EventDetails(row: row, record: record)
      for width in [78, 52, 90] {
        for isRaw in [false, true] {
          var state = DetailsState(isRaw: isRaw)
          state.want(row.id, request: 1)
          state.take(details, request: 1)
          state.write(width: width, settings: Story.settings(), times: Self.times)
          check(state, width, row, isRaw: isRaw)
        }
      }
    }
  }

  private func check(_ state: DetailsState, _ width: Int, _ row: EventRow, isRaw: Bool) {
    let isWithin = state.lines.allSatisfy { line in
      cellWidth(line.text) <= (line.isFlush ? width : width - DetailsPage.labelColumns)
        && sanitised(line.text) == line.text
    }
    if !isWithin || state.lines.isEmpty { Issue.record("\(row.action) at \(width)") }
    if !isRaw, !state.lines.contains(where: { $0.label == "did" }) {
      Issue.record("\(row.action) says nothing")
    }
  }
}
