import CloudTrail
import Glibc
import Testing

@testable import AWS

/// One case of AWS's published test suite (aws-c-auth, `tests/aws-signing-test-suite/v4`).
struct SigV4Vector: CustomTestStringConvertible, Sendable {
  let folder: String

  static let all = RecordedData.paths("sigv4/aws-c-auth-v4/*").map(SigV4Vector.init)

  var testDescription: String { folder.split(separator: "/").last.map(String.init) ?? folder }

  func text(_ name: String) -> String { RecordedData.text(of: "\(folder)/\(name).txt") }

  func context<Result>(_ body: (JSONView) -> Result) -> Result? {
    (try? JSONDocument(parsing: RecordedData.text(of: "\(folder)/context.json").utf8))?.withView(body)
  }

  func flag(_ name: String) -> Bool { context { $0.member(name.utf8)?.bool == true } ?? false }

  var time: Timestamp? { context { $0.text("timestamp").flatMap { Timestamp($0) } } ?? nil }

  var credentials: Credentials? {
    context { context in
      guard let view = context.member("credentials"), let id = view.text("access_key_id"),
        let secret = view.text("secret_access_key")
      else { return nil }
      return Credentials(
        accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: view.text("token").map(Secret.init))
    } ?? nil
  }

  /// The request that is to be signed, as it stands: its path may hold what no wire may.
  var request: HTTPRequest { SigV4Vector.parsed(text("request")) }

  static func parsed(_ text: String) -> HTTPRequest {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    let first = lines.removeFirst()
    var headers: [HTTPHeader] = []
    while let line = lines.popFirst(), !line.isEmpty {
      if line.first == " ", let last = headers.popLast() {
        headers.append(HTTPHeader(last.name, "\(last.value) \(line)"))
      } else {
        let name = line.prefix { $0 != ":" }
        headers.append(HTTPHeader(String(name), String(line.dropFirst(name.count + 1))))
      }
    }
    let method = first.prefix { $0 != " " }
    let target = first.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
    return HTTPRequest(
      method: String(method), url: "https://example.amazonaws.com\(target)", headers: headers,
      body: Array(lines.joined(separator: "\n").utf8))
  }
}
