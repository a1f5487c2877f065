import CloudTrail

/// Signs requests by Signature Version 4.
package protocol RequestSigner: Sendable {
  /// The request with what proves whose it is.
  func signed(
    _ request: HTTPRequest, with credentials: Credentials, service: String, region: String, at time: Timestamp
  ) -> HTTPRequest
}
