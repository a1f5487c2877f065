import CloudTrail

/// What GetQueryResults answered, its rows as documents: each `@message` as it came, for the fields that Insights found are capped
/// (INSIGHTS, Fields).
struct QueryAnswer: Sendable {
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

  private(set) var status = Status.unknown
  /// The bytes that the query has read until now.
  private(set) var bytesScanned = 0
  private(set) var nextToken: String?
  private(set) var text: [UInt8] = []
  private(set) var documents: [Page.Document] = []
  /// A row came without its time or its message.
  private(set) var hasBrokenRow = false

  init(_ answer: JSONDocument) {
    answer.withView { root in
      status = root.member("status")?.text.flatMap { Status(rawValue: $0.string) } ?? .unknown
      let bytes = root.member("statistics")?.member("bytesScanned")?.double ?? 0
      bytesScanned = Int(exactly: bytes.rounded()) ?? 0
      nextToken = root.member("nextToken")?.text?.string
      root.member("results")?.forEachElement { row in
        take(row)
        return true
      }
    }
  }

  /// A row is a list of `{"field","value"}`, values are strings, and that of an event ends with `@ptr` (INSIGHTS, API).
  private mutating func take(_ row: JSONView) {
    var time: Timestamp?
    var message: JSONView?
    var pointer: String?
    row.forEachElement { cell in
      guard let field = cell.member("field")?.text, let value = cell.member("value"), let said = value.text
      else { return true }
      if field.equals("@timestamp") { time = Timestamp(said.string) }
      if field.equals("@message") { message = value }
      if field.equals("@ptr") { pointer = said.string }
      return true
    }
    guard let time, let message else {
      hasBrokenRow = true
      return
    }
    let start = text.count
    text += "{\"@message\":".utf8
    text += message.source
    text.append(UInt8(ascii: "}"))
    let id = pointer ?? "\(time.milliseconds) \(message.text?.string ?? "")"
    documents.append(Page.Document(id: id, storedAt: time, place: start..<text.count))
  }
}
