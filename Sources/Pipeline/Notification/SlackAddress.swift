import AWS
import CloudTrail
import Notify

/// What the secret holds: a webhook's URL or a bot's token, plain, or in a JSON object under `webhook` or `token` beside `channel`, as the
/// console of Secrets Manager keeps pairs.
enum SlackAddress: Hashable, Sendable {
  case webhook(Secret)
  case bot(token: Secret, channel: String)

  /// - Parameter channel: for a token whose secret names none.
  /// - Throws: ``FunctionError`` that quotes nothing of the secret.
  init(_ secret: Secret, channel: String?) throws(FunctionError) {
    let text = String(secret.exposed.drop(while: \.isWhitespace).prefix { !$0.isNewline })
    let pairs = (try? JSONDocument(parsing: Array(secret.exposed.utf8)))?.withView { view in
      func text(_ name: StaticString) -> String? { view.member(name)?.text?.string }
      return (word: text("webhook") ?? text("token") ?? "", channel: text("channel"))
    }
    let word = String((pairs?.word ?? text).filter { !$0.isWhitespace })
    if word.hasPrefix("https://") || word.hasPrefix("http://") {
      do throws(HTTPError) { _ = try RequestLine(HTTPRequest(method: "POST", url: word)) } catch {
        throw FunctionError("Secret", "Slack's secret is no address that can be called")
      }
      self = .webhook(Secret(word))
      return
    }
    guard word.hasPrefix("xox") else {
      throw FunctionError(
        "Secret",
        "Slack's secret is neither the URL of a webhook nor a bot's token, nor {\"webhook\":…} or {\"token\":…}"
      )
    }
    guard let channel = pairs?.channel ?? channel, !channel.isEmpty else {
      throw FunctionError(
        "Settings", "Slack's secret is a bot's token: name a channel in IAMWATCH_SLACK_CHANNEL")
    }
    self = .bot(token: Secret(word), channel: channel)
  }

  /// - Parameter api: Slack's own, or what stands in for it.
  func destination(api: String, http: any HTTPTransport) -> any Destination {
    switch self {
    case .webhook(let url): SlackWebhook(url: url, http: http)
    case .bot(let token, let channel): SlackChannel(channel: channel, token: token, api: api, http: http)
    }
  }
}
