import Feeds

/// One `--source`, told apart by its form (DESIGN, The commands).
struct EventSource: Sendable {
  enum Kind: Sendable {
    case demo(Demo)
    /// A file, a directory, a glob, or `-`.
    case path(String)
    case openSearch(OpenSearchAddress)
    case insights(LogGroups)
    /// One group.
    case logEvents(LogGroups)
    case liveTail(LogGroups)
  }

  /// As the user wrote it.
  let name: String
  let kind: Kind
  let access: SourceAccess

  /// - Throws: ``UsageError`` for a seed that is no number, or an address that is none.
  init(_ text: String, access: SourceAccess = SourceAccess()) throws(UsageError) {
    (name, self.access) = (text, access)
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch parts[0] {
    case "demo": kind = .demo(try EventSource.demo(text, seed: parts.dropFirst().first))
    case "opensearch", "aoss":
      kind = .openSearch(try EventSource.openSearch(String(parts[0]), parts.dropFirst().first))
    case "insights":
      kind = .insights(try EventSource.groups(text, parts.dropFirst().first, most: LogGroups.most))
    case "logs": kind = .logEvents(try EventSource.groups(text, parts.dropFirst().first, most: 1))
    case "live":
      kind = .liveTail(try EventSource.groups(text, parts.dropFirst().first, most: LogGroups.mostOfLiveTail))
    default:
      guard !text.isEmpty else { throw UsageError("--source: the name of a file is missing") }
      kind = .path(text)
    }
  }

  private static func demo(_ text: String, seed: Substring?) throws(UsageError) -> Demo {
    guard let written = seed else { return Demo() }
    guard let seed = UInt64(written) else {
      throw UsageError("--source \(text): the seed is a whole number, as in demo:7")
    }
    return Demo(seed: seed)
  }

  private static func openSearch(
    _ form: String, _ address: Substring?
  ) throws(UsageError) -> OpenSearchAddress {
    do throws(OpenSearchAddress.Malformed) {
      let service: OpenSearchAddress.Service = form == "aoss" ? .serverless : .domain
      return try OpenSearchAddress(String(address ?? ""), service: service)
    } catch {
      // The text itself is not told: it may hold a password.
      throw UsageError("--source \(form): \(error.description)")
    }
  }

  private static func groups(
    _ text: String, _ written: Substring?, most: Int
  ) throws(UsageError) -> LogGroups {
    do throws(LogGroups.Malformed) { return try LogGroups(String(written ?? ""), most: most) } catch {
      throw UsageError("--source \(text): \(error)")
    }
  }

  /// What reading it costs; nil for nothing.
  var meter: CostMeter? {
    switch kind {
    case .insights: CostMeter(.gigabyte(0.005))
    case .liveTail: CostMeter(.minute(0.01))
    case .demo, .path, .openSearch, .logEvents: nil
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

  /// Refuses what has no end at which a snapshot could be taken.
  func checkForOnce() throws(UsageError) {
    guard case .liveTail(let groups) = kind else { return }
    throw UsageError(
      "--source \(name): a live tail has no end for --once to read to; name logs:\(groups.identifiers[0]) "
        + "or insights:\(groups.identifiers.joined(separator: ","))")
  }

  /// Whether it is a service that is asked again and again: of such a source the last hour is taken where nothing else is said.
  var isPolled: Bool {
    switch kind {
    case .demo, .path: false
    case .openSearch, .insights, .logEvents, .liveTail: true
    }
  }

  /// Whether its engine counts by itself.
  var counts: Bool {
    switch kind {
    case .openSearch, .insights: true
    case .demo, .path, .logEvents, .liveTail: false
    }
  }
}
