import CloudTrail

/// How a query of Logs Insights fares, as GetQueryResults tells beside its rows.
struct QueryProgress: Sendable {
  /// By the service's model; what is not known to it reads as `unknown`.
  enum Status: String, Sendable {
    case scheduled = "Scheduled"
    case running = "Running"
    case complete = "Complete"
    case failed = "Failed"
    case cancelled = "Cancelled"
    case timeout = "Timeout"
    case unknown = "Unknown"
  }

  let status: Status
  /// The bytes that the query has read until now.
  let bytesScanned: Int
  let nextToken: String?

  init(_ root: JSONView) {
    status = root.member("status")?.text.flatMap { Status(rawValue: $0.string) } ?? .unknown
    let bytes = root.member("statistics")?.member("bytesScanned")?.double ?? 0
    bytesScanned = Int(exactly: bytes.rounded()) ?? 0
    nextToken = root.member("nextToken")?.text?.string
  }

  /// The query ended, and not with its answer.
  func ended() -> SourceFailure {
    SourceFailure(
      .transient, "the query of Logs Insights ended without its answer: \(status.rawValue)")
  }
}
