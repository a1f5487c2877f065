import Feeds

/// One `--source`, told apart by its form (DESIGN, The commands).
struct EventSource: Sendable {
  enum Kind: Sendable {
    case demo(Demo)
    /// A file, a directory, a glob, or `-`.
    case path(String)
  }

  /// As the user wrote it.
  let name: String
  let kind: Kind

  /// - Throws: ``UsageError`` for a seed that is no number, or a service this version does not read from.
  init(_ text: String) throws(UsageError) {
    name = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch parts[0] {
    case "demo":
      guard parts.count == 2 else {
        kind = .demo(Demo())
        return
      }
      guard let seed = UInt64(parts[1]) else {
        throw UsageError("--source \(text): the seed is a whole number, as in demo:7")
      }
      kind = .demo(Demo(seed: seed))
    case "opensearch", "aoss", "insights", "logs", "live":
      throw UsageError(
        "--source \(text): this version reads files and the demo only; export the records to a file and name that"
      )
    default:
      guard !text.isEmpty else { throw UsageError("--source: the name of a file is missing") }
      kind = .path(text)
    }
  }

  /// Names of the accounts that the source knows by itself.
  var accountNames: [(id: String, name: String)] {
    guard case .demo(let demo) = kind else { return [] }
    return demo.accounts.map { ($0.id, $0.name) }
  }

  var demo: Demo? {
    guard case .demo(let demo) = kind else { return nil }
    return demo
  }
}
