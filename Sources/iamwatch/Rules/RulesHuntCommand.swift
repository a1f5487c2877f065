import ArgumentParser

/// `iamwatch rules hunt`: what rules would have said about the past.
struct RulesHuntCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hunt",
    abstract: "Looks for what rules match in the past: in files, in OpenSearch, in CloudWatch Logs.",
    discussion: """
      Services are asked for what the rules match, as far as they can be asked that; what they answer is judged here. Without \
      --since files are taken whole and services for the last hour.
      """)

  @OptionGroup var common: CommonOptions

  @Argument(
    help:
      "The id of a rule, a rule file, a folder of them, or a glob; every rule in force where none is given.")
  var rule: [String] = []

  @Option(help: "text, a list by rule, or json, the line of --once --format ndjson for each event found.")
  var format: String?

  @Option(help: "How long each source that is a service may take, as 90s; 10m by default.")
  var timeout: String?

  func run() async throws {
    let status: ExitStatus
    do throws(UsageError) {
      try SessionLog.shared.open(common.access.logFile)
      var configured = try Configured(common.access)
      await configured.askNames(common)
      let format = try TextOrJSON(format)
      let question = try Question(common, configured, now: Clock.now, hunted: rule)
      for source in question.sources { try source.checkForOnce() }
      configured.warn()
      status = await HuntRun(
        question: question, isJSON: format == .json,
        timeout: try OnceOptions.timeout(timeout) ?? .seconds(600)
      ).run()
    } catch {
      complain(error)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }
}
