import AWS
import CloudTrail
import State
import Text

/// A channel of Slack's by `chat.postMessage`, with a thread for what a rule says about a principal.
package struct SlackChannel: Destination {
  package let name = "slack"
  /// Slack, "chat.postMessage": one message a second a channel.
  package let messagesPerSecond = 1.0
  private let id: String
  private let token: Secret
  private let api: String
  private let http: any HTTPTransport

  /// Slack's own; a GovSlack workspace has another.
  package static let api = "https://slack.com/api"

  /// - Parameters:
  ///   - channel: its id or its name with `#`.
  ///   - token: of a bot with the scope `chat:write`.
  package init(
    channel: String, token: Secret, api: String = SlackChannel.api, http: any HTTPTransport
  ) {
    (id, self.token, self.http) = (channel, token, http)
    self.api = api.hasSuffix("/") ? String(api.dropLast()) : api
  }

  package var channel: String? { id }

  package func body(of alert: RaisedAlert, accountName: String?) -> [UInt8] {
    SlackMessage(alert, accountName: accountName).body
  }

  package func deliver(_ delivery: DeliveryRecord, in thread: String?) async -> DeliveryOutcome {
    let request = HTTPRequest(
      method: "POST", url: "\(api)/chat.postMessage",
      headers: [
        HTTPHeader("Content-Type", "application/json; charset=utf-8"),
        HTTPHeader("Authorization", "Bearer \(token.exposed)"),
      ], body: addressed(delivery, thread))
    do throws(HTTPError) {
      return outcome(try await http.send(request))
    } catch {
      return DeliveryOutcome(error)
    }
  }

  /// The message with where it goes, and with the alert's id for whoever reads the channel by program (Slack, "Message metadata").
  private func addressed(_ delivery: DeliveryRecord, _ thread: String?) -> [UInt8] {
    let threaded = thread.map { #","thread_ts":\#(jsonString($0))"# } ?? ""
    let metadata =
      #"{"event_type":"iamwatch_alert","event_payload":{"alert_id":\#(jsonString(delivery.alert))}}"#
    let head = #"{"channel":\#(jsonString(id))\#(threaded),"metadata":\#(metadata),"#
    return Array(head.utf8) + delivery.body.dropFirst()
  }

  // MARK: What was answered

  /// Errors that are over in a moment, and those that are about one message alone (Slack, "chat.postMessage", Errors). All others are
  /// about the token or the channel: whoever is told corrects them.
  private static let passing: Set = [
    "ratelimited", "rate_limited", "fatal_error", "internal_error", "service_unavailable",
    "request_timeout",
    "message_limit_exceeded",
  ]
  private static let ofMessage: Set = [
    "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text",
    "invalid_arguments", "invalid_json", "json_not_object", "too_many_attachments", "metadata_too_large",
    "invalid_metadata_format", "invalid_metadata_schema",
  ]
  private static let ofThread: Set = [
    "thread_not_found", "cannot_reply_to_message", "message_not_found", "restricted_action_thread_locked",
  ]

  private func outcome(_ answer: HTTPAnswer) -> DeliveryOutcome {
    guard answer.status == 200 else { return DeliveryOutcome(unsuccessful: answer) }
    guard let document = try? JSONDocument(parsing: answer.body) else {
      return .later("an answer that is no JSON")
    }
    return document.withView { view in
      if view.member("ok")?.bool == true { return .delivered(thread: view.member("ts")?.text?.string) }
      let code = view.member("error")?.text?.string ?? "an answer without ok"
      if SlackChannel.ofThread.contains(code) { return .threadGone }
      if SlackChannel.ofMessage.contains(code) { return .refused(code) }
      if SlackChannel.passing.contains(code) { return .later(code, quiet: DeliveryOutcome.quiet(answer)) }
      return .secretRefused("\(sanitised(String(code.prefix(100)))): check the token and the channel")
    }
  }
}
