import ArgumentParser

/// `iamwatch pipeline`: the way of events from the member accounts to OpenSearch and Slack.
struct PipelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline", abstract: "The pipeline that collects the events of all accounts.",
    subcommands: [PipelineRenderCommand.self, PipelineTestCommand.self])
}
