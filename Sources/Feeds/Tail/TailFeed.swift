import CloudTrail
import Glibc

/// Follows files that grow and directories that gain files: each event is handed on as soon as its record is whole.
package struct TailFeed: Sendable {
  private let source: String
  private let watches: Watches
  private var files: [String: FollowedFile] = [:]
  /// The only files followed, where the source names files and not a directory.
  private let named: Set<String>?

  /// Follows `source`: a file, a glob, or a directory with all below it.
  /// - Parameter fromStart: whether what is there already is read too.
  /// - Throws: ``TailError`` when there is nothing to follow or it cannot be watched.
  package init(_ source: String, fromStart: Bool) throws(TailError) {
    self.source = source
    watches = try Watches()
    var found = SourcePaths.find(source)
    // As the paths of changes are put together: directory, slash, name.
    found.files = found.files.map { $0.contains("/") ? $0 : "./\($0)" }
    let isDirectory = SourcePaths.isDirectory(source)
    if found.files.isEmpty, !isDirectory, let failure = found.failures.first {
      throw TailError(reason: failure)
    }
    named = isDirectory ? nil : Set(found.files)
    if isDirectory {
      try watchAll(below: source)
      found = SourcePaths.find(source)
    } else {
      for directory in Set(found.files.map(SourcePaths.parent(of:))).sorted() { try watches.watch(directory) }
    }
    for path in found.files {
      var file = FollowedFile(path: path)
      if !fromStart { file.skipToEnd() }
      files[path] = file
    }
  }

  /// Reads what is there, then what comes, until `isOver`; `tell` gets what could not be read, in words.
  package mutating func run(
    into sink: some EventSink, tell: (String) -> Void, isOver: () -> Bool
  ) {
    for path in files.keys.sorted() { readOn(path, isWhole: true, into: sink, tell) }
    while !isOver() {
      for change in watches.changes(within: 200) { take(change, into: sink, tell) }
    }
  }

  private mutating func take(_ change: DirectoryChange, into sink: some EventSink, _ tell: (String) -> Void) {
    switch change.kind {
    case .written, .finished:
      guard isFollowed(change.path) else { return }
      readOn(change.path, isWhole: change.kind == .finished, into: sink, tell)
    case .directoryAdded: if named == nil { enter(change.path, into: sink, tell) }
    case .overflow:
      if named == nil { return enter(source, into: sink, tell) }
      for path in files.keys.sorted() { readOn(path, isWhole: nil, into: sink, tell) }
    }
  }

  private func isFollowed(_ path: String) -> Bool {
    guard let named else { return !(path.split(separator: "/").last?.hasPrefix(".") ?? false) }
    return named.contains(path)
  }

  /// A directory that was added may have gained files before it was watched.
  private mutating func enter(_ directory: String, into sink: some EventSink, _ tell: (String) -> Void) {
    do throws(TailError) { try watchAll(below: directory) } catch { tell("\(error)") }
    for path in SourcePaths.find(directory).files { readOn(path, isWhole: nil, into: sink, tell) }
  }

  /// Watches a directory and all below it. One that is made between being looked for and its parent being watched is
  /// told by nobody: so it looks again until there is nothing new.
  private func watchAll(below directory: String) throws(TailError) {
    var watched: [String] = []
    while case let found = SourcePaths.directories(below: directory), found != watched {
      for inner in found { try watches.watch(inner) }
      watched = found
    }
  }

  private mutating func readOn(
    _ path: String, isWhole: Bool?, into sink: some EventSink, _ tell: (String) -> Void
  ) {
    var file = files[path] ?? FollowedFile(path: path)
    let outcome = file.readOn(isWhole: isWhole, into: sink)
    files[path] = file
    guard let outcome else { return }
    if !outcome.couldOpen { tell("\(path): cannot be read") }
    if let damage = outcome.log.damage { tell("\(path): \(damage)") }
    for reject in outcome.log.samples { tell("\(path): byte \(reject.position): \(reject.reason)") }
  }
}
