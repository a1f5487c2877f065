import AWS
import Configuration
import Glibc
import Notify

/// The destinations that the flags, the environment and the configuration name, in this order. No secret is in what it throws.
struct ChosenDestinations {
  private(set) var all: [any Destination] = []
  private let configured: Configured
  private let http: HTTPClient

  /// - Throws: ``UsageError`` that names the flag or the key.
  init(_ options: NotifyOptions, _ configured: Configured) throws(UsageError) {
    self.configured = configured
    http = HTTPClient(route: HTTPRoute(AWSEnvironment(ProcessVariables.all)))
    if let slack = try slack(options) { all.append(slack) }
    if let webhook = try webhook(options) { all.append(webhook) }
    let named = options.exec.isEmpty ? Environment.flag("EXEC").map { [$0] } ?? [] : options.exec
    let words = named.isEmpty ? notify.command : named
    if !words.isEmpty {
      all.append(AlertCommand(words, environment: ChosenDestinations.environmentOfOthers))
    }
  }

  /// The environment without this program's own settings, secrets among them, and without what systemd says to it alone.
  private static var environmentOfOthers: [String: String] {
    let own = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]
    return ProcessVariables.all.filter { !$0.key.hasPrefix("IAMWATCH_") && !own.contains($0.key) }
  }

  private var notify: Configuration.Notify { configured.file.notify }

  /// A channel by a token, which has threads, goes before a webhook of the same origin.
  private func slack(_ options: NotifyOptions) throws(UsageError) -> (any Destination)? {
    let named = options.slack ?? Environment.flag("SLACK")
    if let named, ChosenDestinations.isAddress(named) {
      return SlackWebhook(url: try ChosenDestinations.address(named, "--slack"), http: http)
    }
    let token = try secret("SLACK_TOKEN", notify.slackTokenFile)
    if let channel = named ?? notify.slackChannel, let token {
      let api = options.slackAPI ?? Environment.flag("SLACK_API") ?? SlackChannel.api
      _ = try ChosenDestinations.address(api, "--slack-api")
      return SlackChannel(channel: channel, token: token, api: api, http: http)
    }
    if named == nil, let file = notify.slackWebhookFile {
      let url = try ChosenDestinations.address(try contents(of: file), file)
      return SlackWebhook(url: url, http: http)
    }
    if named != nil || notify.slackChannel != nil {
      throw UsageError(
        "Slack: a channel needs a bot's token, in IAMWATCH_SLACK_TOKEN or in the file that notify.slack.token_file names"
      )
    }
    guard token == nil else {
      throw UsageError(
        "Slack: there is a token and no channel; name it in --slack or in notify.slack.channel")
    }
    return nil
  }

  private func webhook(_ options: NotifyOptions) throws(UsageError) -> (any Destination)? {
    guard let named = options.webhook ?? Environment.flag("WEBHOOK") ?? notify.webhookURL else { return nil }
    return SignedWebhook(
      url: try ChosenDestinations.address(named, "--webhook"),
      key: try secret("WEBHOOK_KEY", notify.webhookHMACFile), http: http, now: { Clock.now })
  }

  // MARK: Secrets

  /// What a variable holds, else the file that the configuration names.
  private func secret(_ variable: String, _ file: String?) throws(UsageError) -> Secret? {
    if let text = Environment.flag(variable) { return Secret(text) }
    return try file.map { file throws(UsageError) in Secret(try contents(of: file)) }
  }

  /// The first line of a file.
  private func contents(of file: String) throws(UsageError) -> String {
    let text = try WholeFile.text(of: file)
    if let warning = ChosenDestinations.modeWarning(of: file) { complain(UsageError(warning)) }
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let secret = line.split(whereSeparator: \.isWhitespace).joined()
    guard !secret.isEmpty else { throw UsageError("\(file): empty; a secret is expected on its first line") }
    return secret
  }

  /// A secret that others may read is none.
  private static func modeWarning(of file: String) -> String? {
    var status = stat()
    guard stat(file, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
    return "\(file): others may read or change this secret; run chmod 600 on it"
  }

  private static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("https://") || text.hasPrefix("http://")
  }

  /// An address that can be called. It may be a secret, so nothing quotes it.
  private static func address(_ text: String, _ name: String) throws(UsageError) -> Secret {
    do throws(HTTPError) { _ = try RequestLine(HTTPRequest(method: "POST", url: text)) } catch {
      throw UsageError(
        "\(name): no address that can be called; write https://HOST/PATH, or http:// for this machine only")
    }
    return Secret(text)
  }
}
