import CloudTrail
import Synchronization

@testable import AWS

/// A network in memory: it answers by a closure and remembers what it was asked.
final class FakeNetwork: HTTPTransport {
  typealias Answer = @Sendable (HTTPRequest) -> (status: Int, body: String)?

  private let answer: Answer
  private let log = Mutex<[HTTPRequest]>([])

  /// - Parameter answer: nil for a host that does not answer.
  init(_ answer: @escaping Answer) { self.answer = answer }

  var asked: [HTTPRequest] { log.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
    log.withLock { $0.append(request) }
    guard let (status, body) = answer(request) else { throw FakeNetwork.silence }
    return HTTPAnswer(status: status, body: Array(body.utf8))
  }

  static let silence = HTTPError.timedOut(.seconds(1))
}

/// Marks a request with what it would be signed for.
struct FakeSigner: RequestSigner {
  func signed(
    _ request: HTTPRequest, with credentials: Credentials, service: String, region: String, at time: Timestamp
  ) -> HTTPRequest {
    var signed = request
    signed.headers.append(HTTPHeader("Authorization", "\(credentials.accessKeyID)/\(region)/\(service)"))
    return signed
  }
}

/// 2026-11-01T00:00:00Z.
let november = Timestamp(seconds: 1_793_491_200)

/// What the metadata services answer with.
func sessionDocument(_ keyID: String, until end: String = "2026-11-01T06:00:00Z") -> String {
  #"{"Code":"Success","AccessKeyId":"\#(keyID)","SecretAccessKey":"\#(canary)","Token":"\#(canary)-t","Expiration":"\#(end)"}"#
}

/// Stands for every secret; no text may show it.
let canary = "canary-7f3a"
