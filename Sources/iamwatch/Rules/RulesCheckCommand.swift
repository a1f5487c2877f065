import ArgumentParser
import Configuration
import Detection

/// `iamwatch rules check`: whether rule files can be honoured.
struct RulesCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Reads rule files and says what cannot be honoured, with file, line and reason.",
    discussion: "Exits 2 if a rule is refused.")

  @OptionGroup var common: RulesCommonOptions

  @Argument(help: "Rule files, folders of them, or globs; those of the configuration by default.")
  var paths: [String] = []

  func run() throws {
    try endingWithStatus { () throws(UsageError) in
      let configured = try common.configured()
      let named = paths.isEmpty ? configured.file.rules.map(\.value) : paths
      guard !named.isEmpty else { throw UsageError("rules check: name a file or a folder") }
      let loaded = try RuleOptions.load(named, configured, builtIn: BuiltInRules.files)
      let single = loaded.rules.count { $0.place?.isBuiltIn == false }
      let several = loaded.correlations.count { !$0.place.isBuiltIn }
      let correlations = several == 0 ? "" : ", \(several) correlation\(several == 1 ? "" : "s")"
      printResult(Array("\(single) rule\(single == 1 ? "" : "s")\(correlations): no mistakes\n".utf8))
      configured.tellOfQuiet(loaded)
      _ = try configured.countries()
      return .done
    }
  }
}
