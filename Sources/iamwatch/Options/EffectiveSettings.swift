import AWS
import CloudTrail
import Configuration
import Query
import Terminal
import YAML

/// What the flags, the environment and the configuration come to.
struct EffectiveSettings {
  /// A YAML text.
  let lines: [String]

  /// - Throws: ``UsageError`` for any flag, variable, theme or filter that cannot be; themes are those of every context.
  init(_ options: CommonOptions, _ configured: Configured) throws(UsageError) {
    try EffectiveSettings.checkThemes(configured)
    let look = try Look(options, configured)
    let asked = try AskedFilter(options, configured, now: Clock.now)
    let context = configured.context
    let entries: [YAMLValue.Entry?] = [
      entry("context", context?.name),
      YAMLValue.Entry("sources", .list(try EffectiveSettings.sources(options, configured))),
      YAMLValue.Entry("aws", .mapping(try EffectiveSettings.aws(options, context))),
      entry("since", asked.since?.rfc3339), entry("until", asked.until?.rfc3339), entry("filter", asked.text),
      entry("scope", asked.scope.rawValue), entry("theme", look.themeName),
    ]
    let file = "# configuration: \(configured.path ?? "none")"
    lines = [file] + YAMLValue.mapping(entries.compactMap { $0 } + configured.fileWithNames.shown).lines
  }

  private static func sources(
    _ options: CommonOptions, _ configured: Configured
  ) throws(UsageError) -> [YAMLValue] {
    let named = Question.named(options)
    guard named.isEmpty else {
      return try named.map { name throws(UsageError) in shown(try EventSource(name).name) }
    }
    return (configured.context?.sources ?? []).map { source in
      let rest = [
        entry("profile", source.profile), entry("region", source.region),
        entry("endpoint_url", source.endpointURL),
      ].compactMap { $0 }
      let name = shown(source.source.value)
      return rest.isEmpty ? name : .mapping([YAMLValue.Entry("source", name)] + rest)
    }
  }

  /// Whose credentials a source would be read with that says nothing else.
  private static func aws(
    _ options: CommonOptions, _ context: Configuration.Context?
  ) throws(UsageError) -> [YAMLValue.Entry] {
    do throws(CredentialsError) { return try ShownCredentials(AWSSettings(options, context)).entries } catch {
      throw UsageError("\(error)")
    }
  }

  /// The themes of the contexts that are not in force.
  private static func checkThemes(_ configured: Configured) throws(UsageError) {
    let library = ThemeLibrary { Environment[$0] }
    var mistakes: [String] = []
    for theme in configured.file.contexts.compactMap(\.theme) {
      do { _ = try library.theme(theme.value) } catch {
        mistakes.append("\(configured.name(theme.place)): \(error)")
      }
    }
    guard mistakes.isEmpty else { throw UsageError(lines: mistakes) }
  }

  /// A source without the user and the password that its address may hold.
  private static func shown(_ source: String) -> YAMLValue {
    let parts = source.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count > 2, parts[1].isEmpty, parts[0].hasSuffix(":"), let at = parts[2].lastIndex(of: "@")
    else {
      return .text(source)
    }
    let rest = parts.dropFirst(3).map { "/\($0)" }.joined()
    return .text("\(parts[0])//…\(parts[2][at...])\(rest)")
  }
}

private func entry(_ key: String, _ text: String?) -> YAMLValue.Entry? {
  text.map { YAMLValue.Entry(key, .text($0)) }
}
