import AWS

/// A topic's policy and who gets what is published.
package struct Topic: Hashable, Sendable {
  /// JSON; nil where it has none.
  package var policy: String?
}

/// Who gets what a topic publishes.
package struct TopicSubscription: Hashable, Sendable {
  /// `lambda`, `sqs`, `https`…
  package var transport: String
  package var endpoint: String
  /// Not yet confirmed by its endpoint.
  package var isPending: Bool
}

extension AccountCalls {
  func topic(_ arn: String, in region: String) async throws(CallFailure) -> Topic {
    let answer = try await query(.getTopicAttributes, in: region, [("TopicArn", arn)])
    let entries = answer.first("Attributes")?.children ?? []
    return Topic(policy: entries.first { $0["key"]?.text == "Policy" }?["value"]?.text)
  }

  func subscriptions(of arn: String, in region: String) async throws(CallFailure) -> [TopicSubscription] {
    try await pages(.listSubscriptionsByTopic, in: region, [("TopicArn", arn)], token: .next) { answer in
      (answer.first("Subscriptions")?.children ?? []).map { subscription in
        TopicSubscription(
          transport: subscription["Protocol"]?.text ?? "", endpoint: subscription["Endpoint"]?.text ?? "",
          isPending: subscription["SubscriptionArn"]?.text == "PendingConfirmation")
      }
    }
  }
}
