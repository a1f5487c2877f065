import CloudTrail
import Configuration
import Query

/// Which events were asked for: by their time, by the filter and by the scope.
struct AskedFilter: Sendable {
  let since: Timestamp?
  let until: Timestamp?
  /// The filter as it was written, and what it means.
  let text: String?
  let predicate: Predicate?
  let scope: Scope

  /// - Throws: ``UsageError`` that names the flag and what it takes.
  init(_ options: CommonOptions, _ configured: Configured, now: Timestamp) throws(UsageError) {
    since = try AskedFilter.time(options.since ?? Environment.flag("SINCE"), flag: "--since", now: now)
    until = try AskedFilter.time(options.until ?? Environment.flag("UNTIL"), flag: "--until", now: now)
    text = options.filter ?? Environment.flag("FILTER") ?? configured.context?.filter?.value
    predicate = try AskedFilter.filter(text, now: now, saved: configured.file.filters)
    scope = try AskedFilter.scope(options.scope ?? Environment.flag("SCOPE"))
  }

  private static func time(_ text: String?, flag: String, now: Timestamp) throws(UsageError) -> Timestamp? {
    guard let text else { return nil }
    guard let time = WrittenTime.parse(text, now: now) else {
      throw UsageError("\(flag) \(text): neither a duration (90m, 24h, 7d) nor a time (2026-11-01T00:00Z)")
    }
    return time
  }

  private static func filter(
    _ text: String?, now: Timestamp, saved: [SavedFilter]
  ) throws(UsageError) -> Predicate? {
    guard let text else { return nil }
    do throws(FilterError) {
      return try FilterSyntax.predicate(from: text, now: now, saved: saved)
    } catch {
      throw UsageError("--filter: \(error)")
    }
  }

  private static func scope(_ text: String?) throws(UsageError) -> Scope {
    guard let text else { return .identity }
    guard let scope = Scope(rawValue: text) else { throw UsageError("--scope \(text): identity or all") }
    return scope
  }
}
