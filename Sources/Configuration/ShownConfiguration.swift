import CloudTrail
import Query
import YAML

extension Configuration {
  /// The sections that have anything in them, as `config check` prints them. Names of files that hold secrets are shown, what could
  /// itself be one is not: the path of a webhook's address and the arguments of a command.
  package var shown: [YAMLValue.Entry] {
    let sections: [YAMLValue.Entry?] = [
      entry("accounts", accounts.map { YAMLValue.Entry($0.id, $0.shown) }),
      entry("account_names", accountNames.shown), entry("pipeline", pipeline.shown),
      entry("notify", notify.shown),
      entry("limits", limits.sorted { $0.key < $1.key }.map { YAMLValue.Entry($0.key, .number($0.value)) }),
      rules.isEmpty ? nil : YAMLValue.Entry("rules", .list(rules.map { .text($0.value) })),
      entry("geoip", geoip?.value),
      mutes.isEmpty ? nil : YAMLValue.Entry("mutes", .list(mutes.map(\.shown))),
      entry("filters", filters.map { YAMLValue.Entry($0.name, .text($0.text)) }),
      entry(
        "keys", keys.map { YAMLValue.Entry($0.command.value, .texts($0.keys.map(\.value), none: "none")) }),
      entry(
        "placeholders", placeholders.map { YAMLValue.Entry($0.name, .list($0.values.map(YAMLValue.text))) }),
    ]
    return sections.compactMap { $0 }
  }
}

private func entry(_ key: String, _ entries: [YAMLValue.Entry]) -> YAMLValue.Entry? {
  entries.isEmpty ? nil : YAMLValue.Entry(key, .mapping(entries))
}

private func entry(_ key: String, _ text: String?) -> YAMLValue.Entry? {
  text.map { YAMLValue.Entry(key, .text($0)) }
}

extension YAMLValue {
  /// One text by itself, several as a list.
  fileprivate static func texts(_ texts: [String], none: String) -> YAMLValue {
    texts.count == 1 ? .text(texts[0]) : texts.isEmpty ? .text(none) : .list(texts.map(YAMLValue.text))
  }
}

extension Configuration.Mute {
  fileprivate var shown: YAMLValue {
    let entries = [
      entry("rule", rule.value), group.map { YAMLValue.Entry("group", .list($0.map(YAMLValue.text))) },
      entry("reason", reason), entry("until", until?.rfc3339),
    ]
    return .mapping(entries.compactMap { $0 })
  }
}

extension Configuration.Account {
  fileprivate var shown: YAMLValue {
    let entries = [
      entry("name", name), entry("profile", profile), entry("role_arn", roleARN),
      regions.isEmpty ? nil : YAMLValue.Entry("regions", .list(regions.map(YAMLValue.text))),
    ]
    return .mapping(entries.compactMap { $0 })
  }
}

extension Configuration.AccountNames {
  fileprivate var shown: [YAMLValue.Entry] {
    [
      entry("file", file?.value), organizations ? YAMLValue.Entry("organizations", .truth(true)) : nil,
      entry("profile", profile),
    ].compactMap { $0 }
  }
}

extension Configuration.Pipeline {
  fileprivate var shown: [YAMLValue.Entry] {
    [
      entry("security_account", securityAccount), entry("home_region", homeRegion),
      entry("organization_id", organizationID), entry("log_group", logGroup),
      readOnlyEvents.map { YAMLValue.Entry("read_only_events", .truth($0)) },
      entry("opensearch", [entry("endpoint", openSearchEndpoint)].compactMap { $0 }),
      entry("slack", [entry("secret", slackSecret), entry("channel", slackChannel)].compactMap { $0 }),
    ].compactMap { $0 }
  }
}

extension Configuration.Notify {
  fileprivate var shown: [YAMLValue.Entry] {
    let slack = [
      entry("webhook_file", slackWebhookFile), entry("token_file", slackTokenFile),
      entry("channel", slackChannel),
    ].compactMap { $0 }
    let webhook = [
      entry("url", webhookURL.map(Configuration.Notify.withoutPath)), entry("hmac_file", webhookHMACFile),
    ]
    .compactMap { $0 }
    return [
      entry("slack", slack), entry("webhook", webhook),
      command.isEmpty ? nil : YAMLValue.Entry("command", .list(shownCommand)),
      entry("metrics_file", metricsFile),
      entry("bell", [entry("severity", bell?.name), entry("form", bellForm)].compactMap { $0 }),
    ].compactMap { $0 }
  }

  private var shownCommand: [YAMLValue] {
    let more = command.count - 1
    return command.prefix(1).map(YAMLValue.text) + (more > 0 ? [.text("(\(more) arguments)")] : [])
  }

  /// `https://host/…`: Slack's webhooks have their secret in the path.
  private static func withoutPath(_ url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, !parts[3].isEmpty else { return url }
    return parts.prefix(3).joined(separator: "/") + "/…"
  }
}
