import ArgumentParser
import Configuration
import Query
import Terminal

/// `iamwatch watch`: no screen, alerts only.
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "No screen: alerts as NDJSON, and to Slack, a webhook or a program.",
    discussion: """
      What was not delivered when it ends is delivered by the next run with the same sources; services are read on from where it ended.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var notify: NotifyOptions

  @Option(help: "The least severity that is an alert: informational (all), low, medium, high or critical.")
  var severity: String?

  @Option(help: "For so long (1h) alerts of one rule and group are sent once; the others are printed only.")
  var suppress: String?

  @Option(help: "A file of counters for node_exporter's textfile collector, written every 15 seconds.")
  var metricsFile: String?

  @Flag(help: "Reads services anew, from --since or from now, and not on from where the run before ended.")
  var fresh = false

  @Flag(help: "Prints a systemd unit that runs this command, and ends.")
  var printUnit = false

  func run() async throws {
    let status: ExitStatus
    do throws(UsageError) {
      try SessionLog.shared.open(common.access.logFile)
      var configured = try Configured(common.access)
      // Before any other thread is started: a signal is to be waited for, not to end a thread of the pool. libcurl's own thread puts back
      // what it found for SIGPIPE.
      blockSignals()
      await configured.askNames(common)
      let question = try Question(common, configured, now: Clock.now)
      let destinations = try ChosenDestinations(notify, configured).all
      let floor = try Self.floor(severity)
      let quiet = try Self.quiet(suppress)
      configured.warn()
      if printUnit {
        printResult(Array(try ServiceUnit(arguments: CommandLine.arguments).text.utf8))
        status = .done
      } else {
        status = try await WatchRun(
          question: question, destinations: destinations, floor: floor, quiet: quiet,
          metricsFile: metricsFile ?? Environment.flag("METRICS_FILE") ?? configured.file.notify.metricsFile,
          isFresh: fresh || Environment.isSet("FRESH")
        ).run()
      }
    } catch {
      complain(error)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }

  private static func floor(_ flag: String?) throws(UsageError) -> Severity {
    guard let text = flag ?? Environment.flag("SEVERITY") else { return .informational }
    guard let severity = Severity(named: text) else {
      let all = Severity.allCases.map(\.name).joined(separator: ", ")
      throw UsageError("--severity \(text): one of \(all)")
    }
    return severity
  }

  /// In milliseconds.
  private static func quiet(_ flag: String?) throws(UsageError) -> Int64 {
    guard let text = flag ?? Environment.flag("SUPPRESS"), text != "0" else { return 0 }
    guard let quiet = WrittenTime.milliseconds(text), quiet > 0 else {
      throw UsageError("--suppress \(text): a duration (15m, 1h, 1d), or 0 to send each alert")
    }
    return quiet
  }
}
