import CloudTrail
import Glibc
import Synchronization

@testable import Feeds

/// A folder for one test, which removes it when done.
struct Folder: Sendable {
  let path: String

  /// Calls `body` with a new folder.
  static func with<Result>(_ body: (Folder) async throws -> Result) async rethrows -> Result {
    var template = Array("/tmp/iamwatch-test-XXXXXX".utf8CString)
    let folder = Folder(path: mkdtemp(&template).map { String(cString: $0) } ?? "")
    defer { folder.remove() }
    return try await body(folder)
  }

  private func remove() {
    guard path.hasPrefix("/tmp/iamwatch-test-") else { return }
    Folder.remove(path)
  }

  /// Removes what stands at `path`, a folder's contents first, a link as a link.
  private static func remove(_ path: String) {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, let stream = opendir(path) {
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
          tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove("\(path)/\(name)") }
      }
      closedir(stream)
    }
    Glibc.remove(path)
  }

  /// Writes a file, and the folders above it; returns its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) -> String {
    var parent = path
    for part in name.split(separator: "/").dropLast() {
      parent += "/\(part)"
      mkdir(parent, 0o755)
    }
    let file = fopen("\(path)/\(name)", "w")
    if let file {
      fwrite(bytes, 1, bytes.count, file)
      fclose(file)
    }
    return "\(path)/\(name)"
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }
}

func record(_ id: String) -> String {
  #"{"eventTime":"2026-11-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"GetUser","eventID":"\#(id)"}"#
}

/// What all sinks of a run were given and kept.
final class Kept: Sendable {
  struct Event: Hashable, Sendable {
    var id: String
    var source: Int
    /// `file:offset`, nil where the record cannot be read again in its file.
    var place: String?
  }

  let events = Mutex<[Event]>([])

  /// The ids of all events, sorted.
  var ids: [String] { events.withLock { $0.map(\.id) }.sorted() }
}

final class KeepingSink: EventSink {
  private let kept: Kept
  private let source: Int
  private var waiting: [Kept.Event] = []

  init(_ kept: Kept, _ source: Int) { (self.kept, self.source) = (kept, source) }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) {
    let place = isReadable ? event.position.map { "\(file):\($0)" } : nil
    waiting.append(Kept.Event(id: event.eventID?.string ?? "-", source: source, place: place))
  }

  func commit() { commit(setAside()) }

  func setAside() -> [Kept.Event] {
    defer { waiting = [] }
    return waiting
  }

  func commit(_ waiting: [Kept.Event]) { kept.events.withLock { $0 += waiting } }
}

/// Reads sources as the program does; returns what was kept and the report.
func readFiles(
  _ sources: [String], threads: Int = 2, sizes: SplitFile.Sizes = SplitFile.Sizes()
) async -> (kept: Kept, report: FileFeed.Report) {
  let kept = Kept()
  let report = await FileFeed(sources, threads: threads, sizes: sizes).run { KeepingSink(kept, $0) }
  return (kept, report)
}
