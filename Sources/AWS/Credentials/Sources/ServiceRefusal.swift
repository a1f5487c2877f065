import CloudTrail
import Text

/// A service's no: its code and message, from XML as STS writes it or from JSON as IAM Identity Center does.
struct ServiceRefusal {
  let code: String
  let message: String

  init(_ answer: HTTPAnswer) {
    let (code, message) = ServiceRefusal.read(answer.body)
    // `UnauthorizedException:http://…` and `com.amazonaws#UnauthorizedException` name the same.
    let named = answer.headers["x-amzn-errortype"].map { String($0.prefix { $0 != ":" }) } ?? code ?? ""
    let short = named.split(separator: "#").last.map(String.init) ?? ""
    self.code = short.isEmpty ? "status \(answer.status)" : short
    self.message = message ?? ""
  }

  private static func read(_ body: [UInt8]) -> (code: String?, message: String?) {
    if let document = try? JSONDocument(parsing: body) {
      return document.withView { view in
        (view.text("__type") ?? view.text("code"), view.text("message") ?? view.text("Message"))
      }
    }
    guard let root = XMLElement(parsing: body) else { return (nil, nil) }
    return (root.first("Code")?.text, root.first("Message")?.text)
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
