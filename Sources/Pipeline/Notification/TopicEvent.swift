import CloudTrail

/// What a topic of SNS hands a function: `{"Records":[{"Sns":{"Message":"…"}}]}` (AWS Lambda, "Using AWS Lambda with Amazon SNS").
struct TopicEvent: Sendable {
  struct Message: Sendable {
    /// For the log.
    let id: String
    let text: String
  }

  private(set) var messages: [Message] = []

  /// - Throws: ``FunctionError`` for what is no event of a topic.
  init(_ event: [UInt8]) throws(FunctionError) {
    let document = try? JSONDocument(parsing: event)
    var isTopics = false
    document?.withView { view in
      view.member("Records")?.forEachElement { record in
        let message = record.member("Sns")
        guard let text = message?.member("Message")?.text?.string else { return false }
        isTopics = true
        messages.append(
          Message(id: message?.member("MessageId")?.text?.string ?? "without an id", text: text))
        return true
      }
    }
    guard isTopics else {
      throw FunctionError("Payload", "not what a topic of SNS sends: no Records[].Sns.Message")
    }
  }
}
