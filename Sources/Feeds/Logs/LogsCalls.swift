import AWS
import CloudTrail

/// The operations of CloudWatch Logs that reading needs: JSON 1.1, `Logs_20140328` (FACTS, "CloudWatch Logs"). None changes anything.
package struct LogsCalls: Sendable {
  /// Where the service is called, without a path. The region may have to be found out first.
  package typealias Endpoint = @Sendable () async throws(SourceFailure) -> String

  private let endpoint: Endpoint
  private let calls: any SignedCalls
  private let health: FeedHealth

  /// 10,000 rows or events of some 2 KB, written twice as long by their escapes, with room to spare.
  private static let largestAnswer = 64 << 20

  package init(endpoint: @escaping Endpoint, calls: any SignedCalls, health: FeedHealth) {
    (self.endpoint, self.calls, self.health) = (endpoint, calls, health)
  }

  /// The answer to `operation`, whose members `body` holds as JSON.
  func ask(_ operation: String, _ body: String) async throws(SourceFailure) -> JSONDocument {
    let endpoint = try await endpoint()
    health.asked()
    var request = LogsCalls.request(operation, body, at: endpoint)
    request.largestAnswer = Self.largestAnswer
    let answer = try await calls.answer(to: request)
    do { return try JSONDocument(parsing: answer.body) } catch {
      throw SourceFailure(.transient, "\(endpoint): the answer of \(operation) is no JSON: \(error.reason)")
    }
  }

  static func request(_ operation: String, _ body: String, at endpoint: String) -> HTTPRequest {
    HTTPRequest(
      method: "POST", url: "\(endpoint)/",
      headers: [
        HTTPHeader("Content-Type", "application/x-amz-json-1.1"),
        HTTPHeader("X-Amz-Target", "Logs_20140328.\(operation)"),
      ],
      body: Array(body.utf8))
  }
}

extension JSONView {
  /// A number, whole or not: statistics are doubles (INSIGHTS, API).
  var double: Double? {
    guard kind == .number else { return nil }
    return Double(String(decoding: source, as: UTF8.self))
  }
}
