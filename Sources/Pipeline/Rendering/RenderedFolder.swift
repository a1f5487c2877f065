import Digest
import Glibc

/// The folder that `render` writes into, and what of it is its own.
///
/// A list of the files with their digests, in the form that `sha256sum -c` reads, remembers what was written: a file that is not on it,
/// or is not as it was written, belongs to somebody else.
package struct RenderedFolder {
  /// The list's name.
  static let listName = ".iamwatch-rendered"

  /// What would be lost, or cannot be written.
  package struct Refusal: Error, Hashable, Sendable {
    /// One for each file.
    package let reasons: [String]
  }

  private let path: String
  /// Digests by path, as they were written last.
  private let known: [String: String]

  package init(_ path: String) {
    self.path = path
    known = RenderedFolder.list(FileText.read("\(path)/\(RenderedFolder.listName)"))
  }

  /// Writes the files, and takes away those that were written before and are no longer among them.
  /// - Parameter overwriting: whether files of somebody else's may be lost.
  /// - Returns: the paths of what was written or taken away: files that were as they should be are left alone.
  /// - Throws: all that stands in the way; nothing has been written then.
  package func write(_ files: [RenderedFile], overwriting: Bool) throws(Refusal) -> [String] {
    let stale = known.keys.filter { old in !files.contains { $0.path == old } }.sorted()
    try check(files, stale, overwriting: overwriting)
    var changed: [String] = []
    for file in files where FileText.read("\(path)/\(file.path)") != file.text {
      try put(file)
      changed.append(file.path)
    }
    for old in stale where FileText.exists("\(path)/\(old)") {
      unlink("\(path)/\(old)")
      changed.append(old)
    }
    try put(RenderedFile(RenderedFolder.listName, RenderedFolder.list(of: files)))
    return changed
  }

  // MARK: What is whose

  private func check(_ files: [RenderedFile], _ stale: [String], overwriting: Bool) throws(Refusal) {
    var reasons: [String] = []
    for file in files + stale.map({ RenderedFile($0, "") }) {
      let place = "\(path)/\(file.path)"
      switch FileText.kind(of: place) {
      case .none: break
      case .other: reasons.append("\(place) is no file")
      case .file where overwriting: break
      case .file:
        let found = FileText.read(place)
        guard let found, found == file.text || known[file.path] == RenderedFolder.digest(found) else {
          let why =
            known[file.path] == nil ? "was not written by iamwatch" : "was changed since it was written"
          reasons.append("\(place) \(why): --force replaces it")
          continue
        }
      }
    }
    guard reasons.isEmpty else { throw Refusal(reasons: reasons) }
  }

  private static func digest(_ text: String) -> String { "\(SHA256(of: Array(text.utf8)))" }

  static func list(of files: [RenderedFile]) -> String {
    files.sorted { $0.path < $1.path }.map { "\(digest($0.text))  \($0.path)\n" }.joined()
  }

  private static func list(_ text: String?) -> [String: String] {
    var known: [String: String] = [:]
    for line in (text ?? "").split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      guard parts.count == 2 else { continue }
      let name = String(parts[1].drop { $0 == " " })
      // Nobody leads out of the folder by writing into the list.
      guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else { continue }
      known[name] = String(parts[0])
    }
    return known
  }

  // MARK: Writing

  private func put(_ file: RenderedFile) throws(Refusal) {
    let place = "\(path)/\(file.path)"
    do { try FileText.write(file.text, to: place) } catch {
      throw Refusal(reasons: ["\(place): \(error.reason)"])
    }
  }
}
