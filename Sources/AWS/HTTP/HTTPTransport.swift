/// Carries requests to servers.
package protocol HTTPTransport: Sendable {
  /// The answer, whatever its status. Cancelling the task ends the request.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer
}

/// Carries a request whose answer has no end in sight.
package protocol HTTPStreaming: Sendable {
  /// Comes back when the status and the headers are there.
  func open(_ request: HTTPRequest) async throws(HTTPError) -> any HTTPStream
}

/// An answer that arrives piece by piece. Letting go of it ends the request.
package protocol HTTPStream: AnyObject, Sendable {
  var status: Int { get }
  var headers: [HTTPHeader] { get }

  /// What has arrived since the last call, at least a byte; nil at the end. For one caller at a time.
  ///
  /// What is not asked for is not read from the network: about a megabyte waits here at most.
  func next() async throws(HTTPError) -> [UInt8]?
}
