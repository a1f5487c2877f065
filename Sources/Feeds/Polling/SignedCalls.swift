import AWS

/// Sends requests to one service of AWS: signed, and again where that may help.
package protocol SignedCalls: Sendable {
  /// The answer, whose status says success.
  func answer(to request: HTTPRequest) async throws(SourceFailure) -> HTTPAnswer
}
