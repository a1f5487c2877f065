/// A message of `application/vnd.amazon.eventstream`: headers of which only the strings tell anything here, and a payload.
package struct EventStreamMessage: Equatable, Sendable {
  /// The headers that are strings, by their names.
  package let headers: [String: String]
  package let payload: [UInt8]

  /// `event` or `exception`.
  package var messageType: String? { headers[":message-type"] }
  /// What kind of event it is: `sessionUpdate`.
  package var eventType: String? { headers[":event-type"] }
  /// Which exception it is: `SessionTimeoutException`.
  package var exceptionType: String? { headers[":exception-type"] }
}

/// Why bytes are no stream of messages. Nothing that follows can be read.
package enum EventStreamError: Error, Equatable, Sendable, CustomStringConvertible {
  case wrongChecksum
  case wrongLength(UInt32)
  case wrongHeader

  package var description: String {
    switch self {
    case .wrongChecksum: "a message of the event stream does not have the checksum that it names"
    case .wrongLength(let length): "a message of the event stream cannot be \(length) bytes long"
    case .wrongHeader: "a message of the event stream has a header that cannot be read"
    }
  }
}
