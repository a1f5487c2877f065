import Text

/// Why there was no whole answer. Texts say where, what happened and what to do; none holds a secret.
package enum HTTPError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was asked can not be sent, and never was.
  case badRequest(String)
  /// The name did not resolve, nobody listened, a proxy refused.
  case unreachable(String)
  /// TLS was not agreed on, or the other side could not show that it is who it has to be.
  case untrusted(String)
  /// The connection broke, or the answer ended, before it was whole; or what came was no HTTP.
  case broken(String)
  case timedOut(Duration)
  /// No connection stood in time: nobody said no, as where a firewall drops what it does not let through.
  case noConnection(Duration)
  /// The answer was larger than the bytes allowed.
  case tooLarge(Int)
  case cancelled

  package var description: String {
    switch self {
    case .badRequest(let reason), .unreachable(let reason), .untrusted(let reason), .broken(let reason):
      reason
    case .timedOut(let limit): "no answer within \(limit.components.seconds) s"
    case .noConnection(let limit): "no connection within \(limit.components.seconds) s"
    case .tooLarge(let limit): "an answer of more than \(limit) bytes"
    case .cancelled: "interrupted"
    }
  }

  /// Whether the same request may fare better in a moment.
  package var isTransient: Bool {
    switch self {
    case .unreachable, .broken, .timedOut, .noConnection: true
    case .badRequest, .untrusted, .tooLarge, .cancelled: false
    }
  }
}

/// `text` as a message may quote it: harmless, and at most 200 characters.
func shown(_ text: some StringProtocol) -> String {
  let head = text.prefix(200)
  return sanitised(head) + (head.endIndex < text.endIndex ? "…" : "")
}
