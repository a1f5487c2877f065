import ArgumentParser
import Glibc
import Text

/// The program: a list of its commands.
@main
struct IAMWatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iamwatch",
    abstract: "Watch, live, who does what with IAM across all AWS accounts.",
    subcommands: [
      TUICommand.self, TailCommand.self, WatchCommand.self, RulesCommand.self, DoctorCommand.self,
      PipelineCommand.self, ConfigCommand.self, LambdaCommand.self,
    ])

  /// Runs the command that the arguments name. Arguments that cannot be are a usage error as any other: exit
  /// status 2, where ArgumentParser's own would be 64.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch  where exitCode(for: error) == .validationFailure {
      for line in fullMessage(for: error).split(separator: "\n") { complain(sanitised(line)) }
      Glibc.exit(ExitStatus.usage.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
