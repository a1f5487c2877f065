import ArgumentParser
import Pipeline

/// `iamwatch pipeline`: the way of events from the member accounts to OpenSearch and Slack.
struct PipelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline", abstract: "The pipeline that collects the events of all accounts.",
    subcommands: [PipelineRenderCommand.self, PipelinePolicyCommand.self, PipelineTestCommand.self])
}

extension Configured {
  /// The pipeline that the configuration describes.
  func pipelinePlan() throws(UsageError) -> PipelinePlan {
    do throws(PipelinePlanError) { return try PipelinePlan(file) } catch {
      throw UsageError(lines: error.reasons.map { "\(path ?? "the configuration"): \($0)" })
    }
  }
}
