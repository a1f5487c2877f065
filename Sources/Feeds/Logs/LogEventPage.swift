import CloudTrail
import Digest

/// By what a log event is known again when it comes a second time.
package enum LogEventIdentity: Sendable {
  /// Its `eventId`, which FilterLogEvents gives.
  case eventID
  /// Its stream, its time and its message: events of Live Tail have no `eventId` (API reference, LiveTailSessionLogEvent).
  case content

  /// Nil for an event that lacks what it is known by.
  fileprivate func id(of event: JSONView) -> String? {
    switch self {
    case .eventID: return event.member("eventId")?.text?.string
    case .content:
      guard let stream = event.member("logStreamName"), let time = event.member("timestamp"),
        let message = event.member("message")?.text
      else { return nil }
      var content: [UInt8] = []
      for part in [stream, time] {
        part.withUTF8 { content += $0 }
        content.append(0)
      }
      message.appendDecoded(to: &content)
      return String(SHA256(of: content).description.prefix(32))
    }
  }
}

extension Page {
  /// The log events of an answer.
  /// - Parameter list: the member that holds them.
  init(_ answer: JSONDocument, logEvents list: StaticString, knownBy identity: LogEventIdentity) {
    self.init(text: answer.padded, documents: [])
    answer.withView { root in
      guard let start = root.source.baseAddress, let events = root.member(list) else {
        shortfall = "an answer has no \(list)"
        return
      }
      events.forEachElement { event in
        if let document = Document(event, behind: start, knownBy: identity) {
          documents.append(document)
        } else {
          shortfall = "a log event came without its id or its time"
        }
        return true
      }
    }
  }
}

extension Page.Document {
  fileprivate init?(_ event: JSONView, behind start: UnsafePointer<UInt8>, knownBy identity: LogEventIdentity)
  {
    guard let id = identity.id(of: event),
      let time = event.member("timestamp")?.double.flatMap({ Int64(exactly: $0) }),
      let place = event.source.baseAddress.map({ $0 - start })
    else { return nil }
    self.init(
      id: id, storedAt: Timestamp(milliseconds: time),
      place: TextPlace(place..<place + event.source.count))
  }
}
