import AWS
import CloudTrail
import Synchronization
import Testing

@testable import Pipeline

/// Answers in the forms that AWS's API references document, each to the request that has its token: what a service says to a question
/// and to its pages.
final class RecordedAnswers: Sendable {
  /// By the request's action and, behind a space, its token.
  private let answers: [String: Result<HTTPAnswer, HTTPError>]
  private let requests = Mutex<[String]>([])

  init(_ answers: [String: Result<HTTPAnswer, HTTPError>]) { self.answers = answers }

  /// What was asked, in order.
  var asked: [String] { requests.withLock { $0 } }

  var calls: AccountCalls { AccountCalls(over: ScriptedNetwork { self.answer($0) }) }

  private func answer(_ request: HTTPRequest) -> Result<HTTPAnswer, HTTPError> {
    let asked = name(of: request)
    requests.withLock { $0.append(asked) }
    return answers[asked]
      ?? .status(400, #"{"__type":"ValidationException","message":"not asked for: \#(asked)"}"#)
  }

  private func name(of request: HTTPRequest) -> String {
    if let target = request.headers["X-Amz-Target"] {
      let token = (try? JSONDocument(parsing: request.body)).flatMap { document in
        document.withView { $0.string("NextToken") ?? $0.string("nextToken") }
      }
      return [target.split(separator: ".").last.map(String.init), token].compactMap { $0 }
        .joined(separator: " ")
    }
    guard request.method == "POST" else {
      return String(request.url.dropFirst("https://service.example".count))
    }
    var form: [String: String] = [:]
    for pair in request.text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      form[parts[0]] = parts[1]
    }
    return [form["Action"], form["NextToken"] ?? form["Marker"]].compactMap { $0 }.joined(separator: " ")
  }
}

extension AccountCalls {
  /// Calls over a network that answers by a script: every service but a domain is at `https://service.example`.
  convenience init(over network: ScriptedNetwork) {
    let world = ScriptedWorld(network).world([:])
    self.init(
      credentials: world.credentials, http: network, url: "https://service.example", clock: world.clock)
  }
}

/// An answer of EC2 (Amazon EC2 API Reference).
func ec2(_ action: String, _ members: String, next: String? = nil) -> Result<HTTPAnswer, HTTPError> {
  let token = next.map { "<nextToken>\($0)</nextToken>" } ?? ""
  return .status(
    200,
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <\(action)Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>
      \(members)\(token)
    </\(action)Response>
    """)
}

/// EC2's no (EC2 API Reference, "Error codes": "Example error response").
func ec2Error(_ code: String, _ message: String, status: Int = 400) -> Result<HTTPAnswer, HTTPError> {
  .status(
    status,
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>\
    <RequestID>ea966190-f9aa-478e-9ede-example</RequestID></Response>
    """)
}

/// The no of the other services that answer in XML (CloudWatch API Reference, "Common Errors").
func queryError(_ code: String, _ message: String, status: Int = 400) -> Result<HTTPAnswer, HTTPError> {
  .status(
    status,
    """
    <ErrorResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
      <Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>
      <RequestId>5e3f1c0a-0000-4000-8000-example</RequestId>
    </ErrorResponse>
    """)
}
