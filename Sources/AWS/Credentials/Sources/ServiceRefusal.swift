import Text

/// A service's no: its code and message, from XML as STS writes it or from JSON as IAM Identity Center does.
struct ServiceRefusal {
  let code: String
  let message: String

  init(_ answer: HTTPAnswer) {
    let body = ErrorBody(answer)
    code = body.code ?? "status \(answer.status)"
    message = body.message ?? ""
  }

  /// The error of an operation: printable, at most 500 letters, and with none of the secrets that a service may have repeated.
  func error(of operation: String, hiding secrets: [Secret]) -> CredentialsError {
    var shown = message
    for secret in secrets where !secret.exposed.isEmpty {
      shown = shown.split(separator: secret.exposed, omittingEmptySubsequences: false).joined(
        separator: "(secret)")
    }
    return .refused(
      operation, code: sanitised(String(code.prefix(100))), message: sanitised(String(shown.prefix(500))))
  }
}
