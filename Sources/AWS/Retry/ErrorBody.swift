import CloudTrail

/// What a service says about why it refused, in whichever of the forms it has: the JSON protocols', XML, or OpenSearch's own.
struct ErrorBody: Equatable {
  /// Without namespace; nil when the service gave none.
  private(set) var code: String?
  private(set) var message: String?
  private(set) var requestID: String?

  init(_ answer: HTTPAnswer) {
    if let document = try? JSONDocument(parsing: answer.body) {
      document.withView { self.read($0) }
    } else if let root = XMLElement(parsing: answer.body) {
      code = root.first("Code")?.text
      message = root.first("Message")?.text
      requestID = (root.first("RequestId") ?? root.first("RequestID"))?.text
    }
    code = (answer.headers["x-amzn-ErrorType"] ?? code).flatMap(ErrorBody.short)
    requestID = answer.headers["x-amzn-RequestId"] ?? answer.headers["x-amz-request-id"] ?? requestID
  }

  private mutating func read(_ view: JSONView) {
    code = view.text("__type") ?? view.text("code") ?? view.text("Code")
    message = view.text("message") ?? view.text("Message")
    guard let error = view.member("error".utf8) else { return }
    code = code ?? error.text("type")
    let cause = error.text("reason") ?? view.text("error")
    message = message ?? cause
  }

  /// `com.amazonaws.logs#ThrottlingException` and `ThrottlingException:http://…` are both `ThrottlingException`.
  private static func short(_ code: String) -> String? {
    let named = code.prefix { $0 != ":" }
    return named.split(separator: "#").last.map(String.init)
  }
}
