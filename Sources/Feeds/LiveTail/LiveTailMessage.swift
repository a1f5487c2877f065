import AWS
import CloudTrail
import Text

/// What a message of a Live Tail session tells (API reference, StartLiveTailResponseStream).
enum LiveTailMessage: Sendable {
  /// The log events of a second, at most 500 of them.
  case update(Page)
  /// The session is three hours old, and over.
  case timeout
  case failure(SourceFailure)
  /// What begins a session, and what later versions of the service may send.
  case other

  init(_ message: EventStreamMessage) {
    switch (message.messageType, message.exceptionType) {
    case ("event", _): self = message.eventType == "sessionUpdate" ? .update(message.payload) : .other
    case (_, "SessionTimeoutException"): self = .timeout
    default: self = .failure(SourceFailure(refusing: message))
    }
  }

  private static func update(_ payload: [UInt8]) -> LiveTailMessage {
    guard let update = try? JSONDocument(parsing: payload) else {
      return .failure(SourceFailure(.transient, "an update of Live Tail is no JSON"))
    }
    var page = Page(update, logEvents: "sessionResults", knownBy: .content)
    let isSampled = update.withView { $0.member("sessionMetadata")?.member("sampled")?.bool == true }
    if isSampled {
      page.shortfall =
        "AWS sampled Live Tail, which shows 500 events a second; the others follow by FilterLogEvents"
    }
    return .update(page)
  }
}

extension SourceFailure {
  /// An exception that is modelled, or an error that is not: each ends the session.
  fileprivate init(refusing message: EventStreamMessage) {
    let named = message.exceptionType ?? message.headers[":error-code"] ?? "an error without a name"
    let said = try? JSONDocument(parsing: message.payload).withView { $0.member("message")?.text?.string }
    let text = [named, said ?? message.headers[":error-message"]].compactMap(\.self).joined(separator: ": ")
    self.init(.transient, "Live Tail: \(sanitised(String(text.prefix(500))))")
  }
}
