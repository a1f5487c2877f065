import ArgumentParser
import Pipeline
import Query

/// `iamwatch pipeline render DIR`: the Terraform of the pipeline.
struct PipelineRenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Writes the Terraform of the pipeline, from the configuration's accounts and the rules.",
    discussion: """
      The Security account and its bus are named in the configuration's section pipeline, the accounts to watch in accounts. \
      Files that were changed since they were written, or that something else wrote, are left alone.
      """)

  @Argument(help: "The folder to write into.")
  var directory: String

  @OptionGroup var common: RulesCommonOptions
  @OptionGroup var rules: RuleOptions

  @Flag(
    help:
      "Writes one Terraform root an account, for many accounts: each account and region of a root is a process."
  )
  var rootPerAccount = false

  @Flag(help: "Replaces files that were changed or that something else wrote.")
  var force = false

  func run() throws {
    try endingWithStatus { () throws(UsageError) in
      let configured = try common.configured()
      configured.warn()
      let plan = try configured.pipelinePlan()
      let loaded = try rules.load(configured)
      let context = EvaluationContext(accountNames: configured.accountNames)
      let rendered = RenderedPipeline(
        plan, patterns: CollectedPatterns(loaded, context: context),
        layout: rootPerAccount ? .rootPerAccount : .oneRoot,
        dashboards: DashboardFiles.all(loaded, context: context))
      do throws(RenderedFolder.Refusal) {
        let changed = try RenderedFolder(directory).write(rendered.files, overwriting: force)
        complain("\(directory): \(changed.count) of \(rendered.files.count) files changed")
      } catch { throw UsageError(lines: error.reasons) }
      return .done
    }
  }
}
