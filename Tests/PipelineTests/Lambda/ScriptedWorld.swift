import AWS
import CloudTrail
import Synchronization

@testable import Pipeline

/// A network that answers by a script, and remembers what it was asked.
final class ScriptedNetwork: HTTPTransport {
  typealias Script = @Sendable (HTTPRequest) -> Result<HTTPAnswer, HTTPError>

  private let script: Script
  private let log = Mutex<[HTTPRequest]>([])

  init(_ script: @escaping Script) { self.script = script }

  /// Answers in their order, and nothing more.
  convenience init(_ answers: [Result<HTTPAnswer, HTTPError>]) {
    let left = Mutex(answers)
    self.init { _ in
      left.withLock { $0.isEmpty ? .failure(.badRequest("nothing more was to be asked")) : $0.removeFirst() }
    }
  }

  var asked: [HTTPRequest] { log.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
    log.withLock { $0.append(request) }
    return try script(request).get()
  }
}

extension Result<HTTPAnswer, HTTPError> {
  static func status(_ status: Int, _ body: String = "{}", _ headers: [HTTPHeader] = []) -> Self {
    .success(HTTPAnswer(status: status, headers: headers, body: Array(body.utf8)))
  }
}

extension HTTPRequest {
  var text: String { String(decoding: body, as: UTF8.self) }
}

private struct OneKey: CredentialsProvider {
  func credentials() async throws(CredentialsError) -> Credentials {
    Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("s3cret"))
  }
  func refused(_ credentials: Credentials, code: String) async {}
  func accepted(_ credentials: Credentials) async {}
}

/// A world in which time passes only by sleeping.
final class ScriptedWorld: Sendable {
  private let state = Mutex((now: ScriptedWorld.start, lines: [String]()))
  let network: ScriptedNetwork

  /// 2026-11-24T12:00:00Z.
  static let start = Timestamp(milliseconds: 1_795_521_600_000)

  init(_ network: ScriptedNetwork) { self.network = network }

  /// What the function wrote to its log.
  var lines: [String] { state.withLock { $0.lines } }

  func world(_ settings: [String: String]) -> FunctionWorld {
    FunctionWorld(
      environment: settings.merging(["AWS_REGION": "us-east-1"]) { own, _ in own }, http: network,
      credentials: OneKey(),
      clock: ServiceClock(
        now: { self.state.withLock { $0.now } },
        sleep: { pause in
          let (seconds, rest) = pause.components
          self.state.withLock { $0.now.milliseconds += seconds * 1000 + rest / 1_000_000_000_000_000 }
        }, random: { 0.999 }),
      log: { line in self.state.withLock { $0.lines.append(line) } })
  }
}

/// An invocation that has so many seconds.
func invocation(_ payload: some Collection<UInt8>, seconds: Int64 = 60) -> Invocation {
  Invocation(
    requestID: "r-1", deadline: Timestamp(milliseconds: ScriptedWorld.start.milliseconds + seconds * 1000),
    payload: Array(payload))
}
