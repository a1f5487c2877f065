import Glibc
import Query

/// What `--once` prints.
struct OnceOptions: Sendable {
  enum Format: String, CaseIterable { case text, ansi, json, ndjson, csv, svg }

  let format: Format
  let columns: Int
  let rows: Int
  let top: Int?
  let failOn: Severity?
  /// How long each source that is a service may take.
  let timeout: Duration
  let aggregate: Aggregate
  /// The most events that are counted here where an engine could.
  let keep: Int

  /// - Throws: ``UsageError`` that names the flag and what it takes.
  init(
    format: String?, size: String?, top: Int?, failOn: String?, timeout: String? = nil,
    aggregate: Aggregate = .auto, keep: Int = 2_000_000
  ) throws(UsageError) {
    let format = format ?? Environment.flag("FORMAT") ?? Format.text.rawValue
    guard let known = Format(rawValue: format) else {
      let all = Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--format \(format): one of \(all)")
    }
    self.format = known
    (columns, rows) = try OnceOptions.size(size ?? Environment.flag("SIZE"))
    self.top = try OnceOptions.top(top.map { "\($0)" } ?? Environment.flag("TOP"))
    self.timeout = try OnceOptions.timeout(timeout) ?? .seconds(60)
    self.keep = keep
    self.aggregate = aggregate
    self.failOn = try OnceOptions.severity(failOn ?? Environment.flag("FAIL_ON"))
  }

  /// The flag's or its variable's: a number of seconds, or one of minutes with an `m` behind it.
  static func timeout(_ flag: String?) throws(UsageError) -> Duration? {
    guard let text = flag ?? Environment.flag("TIMEOUT") else { return nil }
    let (digits, unit) =
      text.hasSuffix("m") ? (text.dropLast(), 60) : (text.hasSuffix("s") ? text.dropLast() : text[...], 1)
    guard let number = Int(digits), (1...86_400).contains(number) else {
      throw UsageError("--timeout \(text): seconds or minutes, as 60s or 5m")
    }
    return .seconds(number * unit)
  }

  private static func top(_ text: String?) throws(UsageError) -> Int? {
    guard let text else { return nil }
    guard let top = Int(text), top > 0 else { throw UsageError("--top \(text): a number of rows, 1 or more") }
    return top
  }

  private static func severity(_ text: String?) throws(UsageError) -> Severity? {
    guard let text else { return nil }
    guard let severity = Severity.allCases.first(where: { "\($0)" == text }) else {
      let all = Severity.allCases.map { "\($0)" }.joined(separator: ", ")
      throw UsageError("--fail-on \(text): one of \(all)")
    }
    return severity
  }

  /// The size asked for, else the terminal's, else 120x40.
  private static func size(_ text: String?) throws(UsageError) -> (Int, Int) {
    guard let text else { return terminalSize() ?? (120, 40) }
    let parts = text.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, (1...1000).contains(parts[0]), (1...1000).contains(parts[1]) else {
      throw UsageError("--size \(text): columns and rows, as 120x40; each at most 1000")
    }
    return (parts[0], parts[1])
  }

  private static func terminalSize() -> (Int, Int)? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return nil
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
