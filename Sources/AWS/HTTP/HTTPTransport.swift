import CloudTrail

/// Why there was no answer.
package enum HTTPError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name did not resolve, nobody listened, the certificate was not trusted, the connection broke: the reason.
  case unreachable(String)
  case timedOut(Duration)
  /// The answer was larger than the bytes allowed.
  case tooLarge(Int)
  case cancelled

  package var description: String {
    switch self {
    case .unreachable(let reason): reason
    case .timedOut(let limit): "no answer within \(limit.components.seconds) s"
    case .tooLarge(let limit): "an answer of more than \(limit) bytes"
    case .cancelled: "interrupted"
    }
  }
}

/// Carries requests to servers.
package protocol HTTPTransport: Sendable {
  /// The answer, whatever its status.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer
}

/// Signs requests by Signature Version 4.
package protocol RequestSigner: Sendable {
  /// The request with what proves whose it is.
  func signed(
    _ request: HTTPRequest, with credentials: Credentials, service: String, region: String, at time: Timestamp
  ) -> HTTPRequest
}
