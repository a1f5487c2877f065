import Text

/// A service's no, ready to be shown.
package struct Refusal: Equatable, Sendable {
  /// `logs in us-east-1`.
  package let service: String
  package let status: Int
  /// The service's name for it; `status 503` where it has none.
  package let code: String
  /// Harmless to show, at most 500 letters.
  package let message: String
  package let requestID: String?

  init(_ answer: HTTPAnswer, by service: String) {
    let body = ErrorBody(answer)
    self.service = service
    status = answer.status
    code = body.code.map { sanitised(String($0.prefix(100))) } ?? "status \(answer.status)"
    message = sanitised(String((body.message ?? "").prefix(500)))
    requestID = body.requestID.map { sanitised(String($0.prefix(100))) }
  }

  /// What it means for the request.
  package enum Kind: Sendable {
    case throttled
    /// The service's own trouble, over in a moment.
    case transient
    /// This machine's clock may be the reason.
    case clock
    /// The key or its token is no longer good; another may be.
    case credentials
    /// Asking again changes nothing.
    case lasting
  }

  /// By the lists of the AWS SDKs' standard mode ("Retry behavior", AWS SDKs and Tools Reference Guide) and OpenSearch's codes.
  package var kind: Kind {
    if status == 429 || Refusal.throttles.contains(code) { return .throttled }
    if Refusal.clocks.contains(code) { return .clock }
    if Refusal.stale.contains(code) || message.contains("security token included in the request is expired") {
      return .credentials
    }
    if [500, 502, 503, 504].contains(status) || Refusal.passing.contains(code) { return .transient }
    // A domain says it in words alone, a wrong signature may be a wrong clock's, and the answer's date decides.
    let isSignature = Refusal.signatures.contains(code) || message.contains("request signature we calculated")
    return isSignature || message.contains("Signature expired") ? .clock : .lasting
  }

  private static let throttles: Set = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
    "RequestThrottled",
    "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
    "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
    "PriorRequestNotComplete", "EC2ThrottledException", "es_rejected_execution_exception",
    "circuit_breaking_exception",
  ]
  private static let passing: Set = ["RequestTimeout", "RequestTimeoutException", "InternalFailure"]
  private static let clocks: Set = ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]
  private static let signatures: Set = ["InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure"]
  private static let stale: Set = [
    "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
    "InvalidAccessKeyId", "TokenRefreshRequired",
  ]
}

extension Refusal: CustomStringConvertible {
  package var description: String {
    let said = message.isEmpty ? "" : ": \(message)"
    let id = requestID.map { " (request \($0))" } ?? ""
    return "\(service): \(code)\(said)\(id)\(remedy.map { "; \($0)" } ?? "")"
  }

  /// What to do about it; nil where the message has to be enough.
  private var remedy: String? {
    switch kind {
    case .throttled: "ask less often: limits in the configuration"
    case .credentials: "renew the credentials, or name another --profile"
    case .clock: "check this machine's clock, the secret key, and that region and endpoint belong together"
    case .transient: nil
    case .lasting:
      switch code {
      case "ResourceNotFoundException": "check the name and the region"
      case "index_not_found_exception": "check the index pattern"
      default: status == 401 || status == 403 ? "the identity's or the domain's policy has to allow it" : nil
      }
    }
  }
}
