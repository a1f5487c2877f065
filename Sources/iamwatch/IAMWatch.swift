import ArgumentParser

/// The program: a list of its commands.
@main
struct IAMWatch: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iamwatch",
    abstract: "Watch, live, who does what with IAM across all AWS accounts.",
    subcommands: [TUICommand.self, TailCommand.self])
}
