import AWS
import State

/// An incoming webhook of Slack's: one channel, and no threads, for its answer does not name the message.
package struct SlackWebhook: Destination {
  package let name = "slack"
  package let channel: String? = nil
  /// Slack, "Rate limits": one message a second, short bursts beyond it allowed.
  package let messagesPerSecond = 1.0
  private let url: Secret
  private let http: any HTTPTransport

  package init(url: Secret, http: any HTTPTransport) { (self.url, self.http) = (url, http) }

  package func body(of alert: RaisedAlert, accountName: String?) -> [UInt8] {
    SlackMessage(alert, accountName: accountName).body
  }

  package func deliver(_ delivery: DeliveryRecord, in thread: String?) async -> DeliveryOutcome {
    let request = HTTPRequest(
      method: "POST", url: url.exposed,
      headers: [HTTPHeader("Content-Type", "application/json; charset=utf-8")], body: delivery.body)
    do throws(HTTPError) {
      let answer = try await http.send(request)
      guard !(200..<300).contains(answer.status) else { return .delivered(thread: nil) }
      return outcome(answer)
    } catch {
      return DeliveryOutcome(error)
    }
  }

  /// The body is a word that says why ("Sending messages using incoming webhooks", Handling errors).
  private func outcome(_ answer: HTTPAnswer) -> DeliveryOutcome {
    let word = shownBody(answer)
    let isLasting = ["no_service", "no_active_hooks", "invalid_token", "no_team", "channel_not_found"]
      .contains(word)
    return isLasting
      ? .secretRefused("\(word): check the webhook") : DeliveryOutcome(unsuccessful: answer, said: word)
  }
}
