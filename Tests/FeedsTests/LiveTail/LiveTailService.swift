import AWS
import Synchronization

@testable import Feeds

/// A stream that gives its pieces one after the other, then ends or breaks.
final class ScriptedStream: HTTPStream {
  let status = 200
  let headers: [HTTPHeader] = []
  private let left: Mutex<ArraySlice<[UInt8]>>
  private let end: HTTPError?

  private let isRead: @Sendable () -> Void

  /// - Parameters:
  ///   - end: what it breaks with; nil for an end that is none of the connection's making.
  ///   - isRead: called with each piece.
  init(_ pieces: [[UInt8]], end: HTTPError? = nil, isRead: @escaping @Sendable () -> Void = {}) {
    left = Mutex(pieces[...])
    (self.end, self.isRead) = (end, isRead)
  }

  func next() async throws(HTTPError) -> [UInt8]? {
    if let piece = left.withLock({ $0.popFirst() }) {
      isRead()
      return piece
    }
    if let end { throw end }
    return nil
  }
}

/// Live Tail that opens the sessions it was given, and notes what it is asked.
final class LiveTailService: SignedStreams {
  private let state: Mutex<(left: ArraySlice<Result<ScriptedStream, SourceFailure>>, asked: [String])>

  init(_ sessions: [Result<ScriptedStream, SourceFailure>]) { state = Mutex((sessions[...], [])) }

  convenience init(_ pieces: [[UInt8]], end: HTTPError? = nil) {
    self.init([.success(ScriptedStream(pieces, end: end))])
  }

  /// The bodies of the requests.
  var asked: [String] { state.withLock { $0.asked } }

  func calls(_ health: FeedHealth = FeedHealth()) -> LiveTailCalls {
    LiveTailCalls(
      endpoint: { () throws(SourceFailure) in "https://stream-logs.example" }, streams: self, health: health)
  }

  func stream(answering request: HTTPRequest) async throws(SourceFailure) -> any HTTPStream {
    guard request.url == "https://stream-logs.example/", request.method == "POST", request.timeLimit == nil,
      request.headers["X-Amz-Target"] == "Logs_20140328.StartLiveTail"
    else { throw SourceFailure(.lasting, "no call of Live Tail", status: 400) }
    let next = state.withLock { state in
      state.asked.append(String(decoding: request.body, as: UTF8.self))
      return state.left.popFirst()
    }
    return try (next ?? .failure(SourceFailure(.lasting, "nothing more was to be opened"))).get()
  }
}

let iamGroup = "arn:aws:logs:eu-west-1:111122223333:log-group:iam"
