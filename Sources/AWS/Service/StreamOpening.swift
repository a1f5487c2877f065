import Synchronization

/// Opens a stream where an answer is awaited: a success is an answer without a body yet, a refusal is read to its end.
final class StreamOpening: HTTPTransport {
  private let http: any HTTPStreaming
  private let opened = Mutex<(any HTTPStream)?>(nil)

  init(_ http: any HTTPStreaming) { self.http = http }

  /// The stream of the last success.
  var stream: (any HTTPStream)? { opened.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
    let stream = try await http.open(request)
    if (200..<300).contains(stream.status) {
      opened.withLock { $0 = stream }
      return HTTPAnswer(status: stream.status, headers: stream.headers)
    }
    var body: [UInt8] = []
    while let piece = try await stream.next() {
      guard piece.count <= request.largestAnswer - body.count else { throw .tooLarge(request.largestAnswer) }
      body += piece
    }
    return HTTPAnswer(status: stream.status, headers: stream.headers, body: body)
  }
}

extension ServiceClient {
  /// The answer as a stream, opened with the same care as ``answer(to:)`` asks. A stream that breaks later is not opened again.
  /// - Parameter request: without a time limit, as a stream has no end in sight.
  package func stream(
    answering request: HTTPRequest, through http: any HTTPStreaming
  ) async throws(AWSError) -> any HTTPStream {
    let opening = StreamOpening(http)
    _ = try await through(opening).answer(to: request)
    guard let stream = opening.stream else {
      throw .unanswered(service, .broken("the stream was lost as it was opened"))
    }
    return stream
  }
}
