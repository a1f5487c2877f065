import CloudTrail
import Digest
import Feeds
import Glibc
import Query
import State
import Text

/// What runs of `tail` with one question have given, kept in the state so that the next one gives the rest: every event once, into a
/// file also when the run is killed.
final class GivenLines: Sendable {
  /// The `eventID`s that runs before this one gave, the latest last.
  let before: [String]
  private let file: StateFile
  private let reader: String

  /// Nil where nothing is taken up or left: of a terminal, where a person wants what comes now; of sources that are not polled; and
  /// where there is no state, which is told.
  init?(_ question: Question, isJSON: Bool, isFresh: Bool) {
    guard isatty(STDOUT_FILENO) == 0, question.sources.contains(where: \.isPolled) else { return nil }
    guard let path = StatePath.file(environment: { Environment[$0] }) else { return nil }
    reader = GivenLines.reader(question, isJSON: isJSON)
    do throws(StateError) {
      file = try StateFile.open(path)
      if isFresh { try file.forget(reader: reader) }
      let output = OutputFile.standard
      let known = try file.givenEvents(of: reader)
      // What was printed and not kept before the run was killed stands in the file all the same.
      let unkept = known.output.flatMap { output?.lines(behind: $0) } ?? []
      let unkeptIDs = isJSON ? unkept.compactMap(GivenLines.eventID) : []
      before = known.eventIDs + unkeptIDs
      try file.keep(
        given: unkeptIDs, at: Clock.now.milliseconds, output: OutputFile.standard?.record, of: reader)
      try file.forgetOldGivenEvents(of: reader)
    } catch {
      complain("iamwatch: \(sanitised("\(path): \(error)")): the next run will not go on where this one ends")
      return nil
    }
  }

  /// Keeps how far a source has been read.
  func keeper(of source: EventSource) -> CursorKeeper {
    CursorKeeper(file, reader: reader, source: StateKeeping.context(of: [source]))
  }

  /// Keeps events as given.
  func keep(_ eventIDs: [String]) {
    guard !eventIDs.isEmpty else { return }
    do throws(StateError) {
      try file.keep(
        given: eventIDs, at: Clock.now.milliseconds, output: OutputFile.standard?.record, of: reader)
    } catch {
      complain("iamwatch: what was given cannot be kept: \(error)")
    }
  }

  /// A name for a question: what one answer goes on from must not be another's.
  private static func reader(_ question: Question, isJSON: Bool) -> String {
    let parts = [
      StateKeeping.context(of: question.sources), question.filterText ?? "", question.scope.rawValue,
      isJSON ? "json" : "text",
    ]
    return "tail \(SHA256(of: parts.joined(separator: "\u{0}").utf8))"
  }

  private static func eventID(of line: ArraySlice<UInt8>) -> String? {
    guard let document = try? JSONDocument(parsing: line) else { return nil }
    return document.withView { $0.member("eventID")?.text?.string }
  }
}

/// Standard output where it is a file.
struct OutputFile {
  /// Where it ends.
  let record: OutputRecord

  /// Nil where standard output is no file.
  static var standard: OutputFile? {
    var found = stat()
    guard fstat(STDOUT_FILENO, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { return nil }
    return OutputFile(
      record: OutputRecord(
        device: UInt64(found.st_dev), file: UInt64(found.st_ino), length: Int64(found.st_size)))
  }

  /// The whole lines that stand behind where it once ended; a line that breaks off is taken off the file. None of another file.
  func lines(behind earlier: OutputRecord) -> [ArraySlice<UInt8>] {
    guard earlier.device == record.device, earlier.file == record.file, earlier.length < record.length,
      let bytes = OutputFile.read(from: earlier.length, to: record.length)
    else { return [] }
    if let last = bytes.last, last != UInt8(ascii: "\n") {
      let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      if ftruncate(STDOUT_FILENO, Int(earlier.length) + end) == 0 { lseek(STDOUT_FILENO, 0, SEEK_END) }
      return bytes[..<end].split(separator: UInt8(ascii: "\n"))
    }
    return bytes.split(separator: UInt8(ascii: "\n"))
  }

  private static func read(from start: Int64, to end: Int64) -> [UInt8]? {
    // Standard output itself may be open for writing only.
    let descriptor = open("/proc/self/fd/\(STDOUT_FILENO)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Int(end - start))
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(start)) }
    return count == bytes.count ? bytes : nil
  }
}
