import CloudTrail

/// One event that a function is to answer (AWS Lambda, "Using the Lambda runtime API", Next invocation).
package struct Invocation: Sendable {
  package let requestID: String
  /// When Lambda ends the function, whatever it does then.
  package let deadline: Timestamp
  /// X-Ray's header for what the function asks of others; nil where nothing is traced.
  package let traceID: String?
  /// The event, JSON.
  package let payload: [UInt8]

  package init(requestID: String, deadline: Timestamp, traceID: String? = nil, payload: [UInt8]) {
    (self.requestID, self.deadline) = (requestID, deadline)
    (self.traceID, self.payload) = (traceID, payload)
  }
}

/// What Lambda runs.
package protocol LambdaFunction: Sendable {
  /// - Returns: JSON.
  /// - Throws: what makes Lambda deliver the event again and, at last, hand it to where failed events go.
  func answer(to invocation: Invocation) async throws(FunctionError) -> [UInt8]
}

/// Why a function failed. Its texts stand in logs, and hold no secret.
package struct FunctionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One word, for metrics and filters.
  package let type: String
  package let message: String

  package init(_ type: String, _ message: String) { (self.type, self.message) = (type, message) }

  package var description: String { "\(type): \(message)" }
}
