import ArgumentParser

/// `iamwatch config`: the configuration file.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "The configuration file.", subcommands: [ConfigCheckCommand.self])
}

/// `iamwatch config check`: validates the file and prints what is in force.
struct ConfigCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validates the configuration and prints the effective settings as YAML, without secrets.",
    discussion:
      "Flags and variables are taken into account: what is printed is what another command would use.")

  @OptionGroup var common: CommonOptions

  func run() async throws {
    do throws(UsageError) {
      var configured = try Configured(common.access)
      await configured.askNames(common)
      let settings = try EffectiveSettings(common, configured)
      configured.warn()
      let text = settings.lines.map { "\($0)\n" }.joined()
      printResult(Array(text.utf8))
    } catch {
      complain(error)
      throw ExitCode(ExitStatus.usage.rawValue)
    }
  }
}
