import AWS
import ArgumentParser
import Pipeline

/// `iamwatch lambda`: the pipeline's functions.
struct LambdaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lambda",
    abstract: "The pipeline's functions, as a custom runtime of AWS Lambda.",
    discussion:
      "What Lambda runs is the lean program bootstrap, of the same code; this is for trying it out.",
    subcommands: [NotifyFunctionCommand.self, ForwardFunctionCommand.self])
}

struct NotifyFunctionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify", abstract: "Events of a topic that match a rule become messages of Slack.")

  func run() async throws { try await runFunction(.notify) }
}

struct ForwardFunctionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward", abstract: "Log events of a subscription filter become documents of OpenSearch.")

  func run() async throws { try await runFunction(.forward) }
}

private func runFunction(_ function: PipelineFunction) async throws {
  let error = await function.run(environment: ProcessVariables.all)
  complain(UsageError("\(error)"))
  throw ExitCode(ExitStatus.usage.rawValue)
}
