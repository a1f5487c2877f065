import CloudTrail
import Glibc

/// Follows files that grow and directories that gain files: each event is handed on as soon as its record is whole.
package struct TailFeed: Sendable {
  private let source: String
  private let watches: Watches
  private var files: [String: FollowedFile] = [:]
  /// The only files followed, where the source names files and not a directory.
  private let named: Set<String>?
  private let keeper: PositionKeeper?

  /// Follows `source`: a file, a glob, or a directory with all below it.
  /// - Parameters:
  ///   - fromStart: whether what is there already is read too, where no run before this one has.
  ///   - keeper: keeps how far files have been read; nil to begin anew each time.
  /// - Throws: ``TailError`` when there is nothing to follow or it cannot be watched.
  package init(_ source: String, fromStart: Bool, keeper: PositionKeeper? = nil) throws(TailError) {
    (self.source, self.keeper) = (source, keeper)
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
    let positions = keeper?.positions
    for path in found.files {
      // What has come since the run before ended is new, whole files too.
      var file = positions?[path].map { FollowedFile(path: path, from: $0) } ?? FollowedFile(path: path)
      if positions == nil, !fromStart { file.skipToEnd() }
      files[path] = file
    }
  }

  /// Reads what is there, then what comes, until `isOver`; `tell` gets what could not be read, in words.
  package mutating func run(
    into sink: some EventSink, tell: (String) -> Void, isOver: () -> Bool
  ) {
    if let problem = keeper?.keep(files.mapValues(\.position), isAll: true) { tell(problem) }
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
    if let problem = keeper?.keep([path: file.position], isAll: false) { tell(problem) }
    if !outcome.couldOpen { tell("\(path): cannot be read") }
    if let damage = outcome.log.damage { tell("\(path): \(damage)") }
    for reject in outcome.log.samples { tell("\(path): byte \(reject.position): \(reject.reason)") }
  }
}
