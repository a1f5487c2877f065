import AWS
import CloudTrail
import Synchronization

@testable import Feeds

/// CloudWatch Logs that answers as it is told to, and notes what it is asked.
final class LogsService: SignedCalls {
  private let reply: @Sendable (String, String) throws(SourceFailure) -> String
  private let log = Mutex<[(operation: String, body: String)]>([])

  /// - Parameter reply: from an operation's name and the request's body to the answer's.
  init(_ reply: @escaping @Sendable (String, String) throws(SourceFailure) -> String) { self.reply = reply }

  var operations: [String] { log.withLock { $0.map(\.operation) } }
  var bodies: [String] { log.withLock { $0.map(\.body) } }

  func bodies(of operation: String) -> [String] {
    log.withLock { $0.filter { $0.operation == operation }.map(\.body) }
  }

  var calls: LogsCalls {
    LogsCalls(
      endpoint: { () throws(SourceFailure) in "https://logs.example" }, calls: self, health: FeedHealth())
  }

  func answer(to request: HTTPRequest) async throws(SourceFailure) -> HTTPAnswer {
    let target = request.headers["X-Amz-Target"] ?? ""
    guard request.url == "https://logs.example/", request.method == "POST",
      request.headers["Content-Type"] == "application/x-amz-json-1.1", target.hasPrefix("Logs_20140328.")
    else { throw SourceFailure(.lasting, "no call of the service", status: 400) }
    let operation = String(target.dropFirst("Logs_20140328.".count))
    let body = String(decoding: request.body, as: UTF8.self)
    log.withLock { $0.append((operation, body)) }
    return HTTPAnswer(status: 200, body: Array(try reply(operation, body).utf8))
  }
}

/// All the pages of a window of `source`.
func pages<Source: PolledSource>(of source: Source, from: Int64 = 0, through: Int64? = 10_000) async throws
  -> [Page]
{
  var reading = source.read(
    StoredWindow(
      from: Timestamp(milliseconds: from), through: through.map { Timestamp(milliseconds: $0) }))
  var pages: [Page] = []
  do {
    while let page = try await reading.next() { pages.append(page) }
  } catch {
    await reading.close()
    throw error
  }
  await reading.close()
  return pages
}

extension PollClock {
  /// Ten seconds past 1970, and nobody waits.
  static let still = PollClock(now: { Timestamp(milliseconds: 10_000) }, sleep: { _ in })
}

/// What StartQuery answers.
let started = #"{"queryId":"q1"}"#

/// What GetQueryResults answers.
func results(_ status: String, _ rows: [String] = [], bytes: Int = 0, token: String? = nil) -> String {
  let next = token.map { #","nextToken":"\#($0)""# } ?? ""
  return
    #"{"results":[\#(rows.joined(separator: ","))],"statistics":{"bytesScanned":\#(bytes).0},"status":"\#(status)"\#(next)}"#
}
