import CloudTrail
import Synchronization

@testable import AWS

/// A network that gives prepared answers in order, and remembers what it was asked.
final class ScriptedNetwork: HTTPTransport {
  private let left: Mutex<[Result<HTTPAnswer, HTTPError>]>
  private let log = Mutex<[HTTPRequest]>([])

  init(_ answers: [Result<HTTPAnswer, HTTPError>]) { left = Mutex(answers) }

  var asked: [HTTPRequest] { log.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
    log.withLock { $0.append(request) }
    let next = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    return try (next ?? .failure(.badRequest("nothing more was to be asked"))).get()
  }
}

/// A refusal as the JSON services write it.
func refusal(_ status: Int, _ code: String, headers: [HTTPHeader] = []) -> Result<HTTPAnswer, HTTPError> {
  .success(
    HTTPAnswer(status: status, headers: headers, body: Array(#"{"__type":"\#(code)","message":"m"}"#.utf8)))
}

let success = Result<HTTPAnswer, HTTPError>.success(HTTPAnswer(status: 200, body: Array("{}".utf8)))

/// Gives the first of its credentials until it is refused, then the next, and remembers what it was told.
final class ListedCredentials: CredentialsProvider {
  private let state: Mutex<(left: [Credentials], told: [String])>

  init(_ keys: String...) {
    state = Mutex((keys.map { Credentials(accessKeyID: $0, secretAccessKey: Secret("s")) }, []))
  }

  var told: [String] { state.withLock { $0.told } }

  func credentials() async throws(CredentialsError) -> Credentials {
    guard let first = state.withLock({ $0.left.first }) else { throw .nothingFound(["the list"]) }
    return first
  }

  func refused(_ credentials: Credentials, code: String) async {
    state.withLock { state in
      state.told.append("\(credentials.accessKeyID) refused: \(code)")
      state.left.removeAll { $0 == credentials }
    }
  }

  func accepted(_ credentials: Credentials) async {
    state.withLock { $0.told.append("\(credentials.accessKeyID) accepted") }
  }
}

/// A clock that only sleeping moves, and the longest jitter there is.
final class TestClock: Sendable {
  private let state = Mutex((now: november, slept: [Duration]()))

  var slept: [Duration] { state.withLock { $0.slept } }

  var service: ServiceClock {
    ServiceClock(
      now: { self.state.withLock { $0.now } },
      sleep: { duration in
        self.state.withLock { state in
          state.slept.append(duration)
          let (seconds, attoseconds) = duration.components
          state.now.milliseconds += seconds * 1000 + attoseconds / 1_000_000_000_000_000
        }
      }, random: { 1 })
  }
}
