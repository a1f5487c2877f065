import ArgumentParser
import Configuration
import Detection
import Feeds
import Query

/// Where detection rules come from.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A rule file (Sigma YAML or an EventBridge pattern in JSON), a folder of them, or a glob. May be repeated."
    ))
  var rules: [String] = []

  @Flag(help: "Runs no built-in detection rule.")
  var noBuiltinRules = false

  /// The rules asked for: the built-in ones, then those of the paths of the flag, else its variable, else the configuration.
  ///
  /// - Throws: ``UsageError`` with every rule that cannot be honoured, each with its file and line.
  ///
  /// - Parameter builtIn: the built-in rules; with their test events where these are wanted too.
  func load(
    _ configured: Configured, builtIn: [RuleFile] = BuiltInRules.files
  ) throws(UsageError) -> LoadedRules {
    let withoutBuiltIn = noBuiltinRules || Environment.isSet("NO_BUILTIN_RULES")
    return try RuleOptions.load(paths(configured), configured, builtIn: withoutBuiltIn ? [] : builtIn)
  }

  /// The rules that `names` name, each by its id or the path of its file; of the rules asked for all where there is no name.
  ///
  /// - Throws: ``UsageError`` with every rule that cannot be honoured, and for a name that is none's.
  func named(_ names: [String], _ configured: Configured) throws(UsageError) -> LoadedRules {
    if names.isEmpty { return try load(configured) }
    let withoutBuiltIn = noBuiltinRules || Environment.isSet("NO_BUILTIN_RULES")
    return try RuleOptions.named(
      names, paths(configured), configured, builtIn: withoutBuiltIn ? [] : BuiltInRules.files)
  }

  /// The rules that `names` name among those of `paths`, of the files `builtIn` and of the files that are named.
  static func named(
    _ names: [String], _ paths: [String], _ configured: Configured, builtIn: [RuleFile]
  ) throws(UsageError) -> LoadedRules {
    let before = try load(paths, configured, builtIn: builtIn)
    let known = Set(before.ids)
    let named = names.filter { !known.contains($0) }
    if named.isEmpty { return before.only(Set(names)) }
    let loaded = try load(paths + named, configured, builtIn: builtIn)
    return loaded.only(Set(names).union(loaded.ids.filter { !known.contains($0) }))
  }

  private func paths(_ configured: Configured) -> [String] {
    if !rules.isEmpty { return rules }
    return Environment.flag("RULES").map { [$0] } ?? configured.file.rules.map(\.value)
  }

  /// The rules of `paths` on top of those of the files `builtIn`.
  static func load(
    _ paths: [String], _ configured: Configured, builtIn: [RuleFile]
  ) throws(UsageError) -> LoadedRules {
    let files = builtIn + (try files(paths))
    let placeholders = configured.file.placeholders.reduce(into: [:]) { $0[$1.name] = $1.values }
    do {
      return try RuleFiles.load(files, placeholders: placeholders)
    } catch {
      throw UsageError(lines: error.all.map(\.description))
    }
  }

  // MARK: Files

  private static let mostFiles = 100_000

  /// The rule files at the paths: of a folder those that end in `.yml`, `.yaml` or `.json`.
  private static func files(_ paths: [String]) throws(UsageError) -> [RuleFile] {
    var files: [RuleFile] = []
    var mistakes: [String] = []
    for path in paths {
      let found = SourcePaths.find(path)
      mistakes += found.failures.map { "--rules \($0)" }
      for file in found.files where file == path || isRuleFile(file) {
        do { files.append(RuleFile(path: file, text: try WholeFile.text(of: file))) } catch {
          mistakes += error.lines
        }
      }
    }
    if files.count > mostFiles { mistakes.append("--rules: more than \(mostFiles) files") }
    guard mistakes.isEmpty else { throw UsageError(lines: mistakes) }
    return files
  }

  private static func isRuleFile(_ path: String) -> Bool {
    [".yml", ".yaml", ".json"].contains { path.lowercased().hasSuffix($0) }
  }
}
