import ArgumentParser

/// `iamwatch rules`: the detection rules.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "The detection rules.",
    subcommands: [
      RulesListCommand.self, RulesCheckCommand.self, RulesTestCommand.self, RulesExplainCommand.self,
      RulesHuntCommand.self, RulesConvertCommand.self,
    ])
}

/// The options of every command about rules.
struct RulesCommonOptions: ParsableArguments {
  @Option(help: "The configuration file; ~/.config/iamwatch/config.yaml by default.")
  var config: String?

  /// The configuration in force.
  func configured() throws(UsageError) -> Configured { try Configured(configPath: config) }
}

/// Runs a command's body; a usage error is told and ends with status 2.
func endingWithStatus(_ body: () throws(UsageError) -> ExitStatus) throws -> Never {
  let status: ExitStatus
  do throws(UsageError) { status = try body() } catch {
    complain(error)
    status = .usage
  }
  throw ExitCode(status.rawValue)
}
