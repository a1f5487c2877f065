import ArgumentParser

/// `iamwatch tail`: events as they come, one line each.
struct TailCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract:
      "Events as they come, one line each, from services, files that grow and directories that gain files.")

  @OptionGroup var common: CommonOptions

  @Option(help: "text or json, the line of --once --format ndjson.")
  var format: String?

  @Flag(
    help: """
      Reads services anew, from --since or from now. Else a run whose output is no terminal goes on where the one before it with the \
      same question ended.
      """)
  var fresh = false

  func run() async throws {
    let status: ExitStatus
    do throws(UsageError) {
      try SessionLog.shared.open(common.access.logFile)
      var configured = try Configured(common.access)
      await configured.askNames(common)
      let question = try Question(common, configured, now: Clock.now)
      configured.warn()
      status = await TailRun(
        question: question, isJSON: try TextOrJSON(format) == .json,
        isFresh: fresh || Environment.isSet("FRESH")
      ).run()
    } catch {
      complain(error)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }
}
