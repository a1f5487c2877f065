import CloudTrail

/// What a subscription filter of CloudWatch Logs hands a function: `{"awslogs":{"data":"…"}}`, base64 of gzip (CloudWatch Logs user guide,
/// "Subscription filters with AWS Lambda").
struct SubscriptionPayload: Sendable {
  /// Empty for the message by which CloudWatch Logs tries whether the function is there.
  let lines: [LogLine]

  /// Base64 of what the 6 MB that an event may have can inflate to in earnest; a bomb is more.
  private static let largest = 64 << 20

  /// - Throws: ``FunctionError`` for what is no payload: it is a mistake to deliver it here.
  init(_ event: [UInt8]) throws(FunctionError) {
    guard let document = try? JSONDocument(parsing: event),
      let packed = document.withView({
        $0.member("awslogs")?.member("data")?.text?.withUTF8 { Base64.decode($0) }
      })
    else { throw SubscriptionPayload.refused("it has no awslogs.data in base64") }
    guard Gzip.isGzip(packed), let text = Gzip.inflate(packed, limit: SubscriptionPayload.largest) else {
      throw SubscriptionPayload.refused(
        "its data are no gzip of at most \(SubscriptionPayload.largest >> 20) MiB")
    }
    if let damage = text.damage { throw SubscriptionPayload.refused(damage) }
    guard let payload = try? JSONDocument(parsing: text.text) else {
      throw SubscriptionPayload.refused("its data are no JSON")
    }
    guard let lines = payload.withView(SubscriptionPayload.lines) else {
      throw SubscriptionPayload.refused("it has no logEvents, or one without its message or its timestamp")
    }
    self.lines = lines
  }

  /// Nil where the payload is not whole.
  private static func lines(of payload: JSONView) -> [LogLine]? {
    func text(_ name: StaticString) -> String { payload.member(name)?.text?.string ?? "" }
    if text("messageType") == "CONTROL_MESSAGE" { return [] }
    guard let events = payload.member("logEvents"), events.kind == .array else { return nil }
    let (owner, group, stream) = (text("owner"), text("logGroup"), text("logStream"))
    var lines: [LogLine] = []
    var isWhole = true
    events.forEachElement { event in
      guard let message = event.member("message")?.text?.string,
        let time = event.member("timestamp").flatMap({ Int64(String(decoding: $0.source, as: UTF8.self)) })
      else {
        isWhole = false
        return false
      }
      lines.append(
        LogLine(
          id: event.member("id")?.text?.string ?? "", time: Timestamp(milliseconds: time), message: message,
          owner: owner, group: group, stream: stream))
      return true
    }
    return isWhole ? lines : nil
  }

  private static func refused(_ reason: String) -> FunctionError {
    FunctionError("Payload", "not what a subscription filter of CloudWatch Logs sends: \(reason)")
  }
}
