import AWS

/// Sends requests to one service of AWS: signed, and again where that may help.
package protocol SignedCalls: Sendable {
  /// The answer, whose status says success.
  func answer(to request: HTTPRequest) async throws(SourceFailure) -> HTTPAnswer
}

/// Opens streams of one service of AWS, signed likewise.
package protocol SignedStreams: Sendable {
  /// The answer, whose status says success, as it arrives.
  func stream(answering request: HTTPRequest) async throws(SourceFailure) -> any HTTPStream
}
