import AWS
import Text

/// What an HTTP answer says about a message, as far as its status tells.
extension DeliveryOutcome {
  /// The longest quiet that a server's `Retry-After` is followed for, in seconds.
  private static let longestQuiet = 3600.0

  /// Of an answer without success; a destination's own errors are read before.
  init(unsuccessful answer: HTTPAnswer, said: String = "") {
    let words = said.isEmpty ? "status \(answer.status)" : "status \(answer.status): \(said)"
    switch answer.status {
    case 400, 413, 414, 422: self = .refused(words)
    case 429: self = .later("it takes no more for now (429)", quiet: DeliveryOutcome.quiet(answer))
    case 503: self = .later(words, quiet: DeliveryOutcome.quiet(answer))
    case 300..<400: self = .later("\(words): it has moved; correct the address")
    case 401, 403, 404, 410: self = .secretRefused("\(words): check the address and the secret")
    default: self = .later(words)
    }
  }

  init(_ error: HTTPError) { self = .later(error.description) }

  /// `Retry-After` in seconds (RFC 9110, 10.2.3); a date is passed over, and backing off decides.
  static func quiet(_ answer: HTTPAnswer) -> Duration {
    guard let asked = answer.headers["Retry-After"].flatMap(Double.init), asked.isFinite, asked > 0 else {
      return .zero
    }
    return .milliseconds(Int(min(asked, longestQuiet) * 1000))
  }
}

/// The beginning of an answer's body, as it may be shown.
func shownBody(_ answer: HTTPAnswer) -> String {
  sanitised(String(decoding: answer.body.prefix(200), as: UTF8.self))
}
