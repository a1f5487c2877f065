import ArgumentParser
import CloudTrail
import Configuration
import Glibc
import Query
import Terminal
import Text

/// `iamwatch tui`: the dashboard, live or once.
struct TUICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tui", abstract: "The live dashboard; with --once one snapshot of it, then the end.")

  @OptionGroup var common: CommonOptions

  @Option(help: "The one event to show, by its eventID; services are asked for the last day.")
  var event: String?

  @Flag(help: "Prints one snapshot and exits.")
  var once = false

  @Option(help: "With --once: text, ansi, json, ndjson, csv or svg.")
  var format: String?

  @Option(help: "With --once: the screen's size, as 120x40; the terminal's by default.")
  var size: String?

  @Option(help: "With --once --format json: the most rows of a table.")
  var top: Int?

  @Option(help: "With --once: exit with status 1 if a rule of this severity or a higher one matched.")
  var failOn: String?

  @Option(help: "With --once: how long each source that is a service may take, as 60s.")
  var timeout: String?

  @Option(
    help: """
      Who counts: engine asks OpenSearch and Logs Insights for counts, and for those events alone that are looked at, where all \
      sources are of these; local reads all events; auto asks the engines where more than --keep match.
      """)
  var aggregate: String?

  @Option(help: "The most events a live screen holds; the oldest leave first.")
  var keep: Int?

  @Option(help: "How far back a live screen looks: 24h by default. Files are shown whole.")
  var window: String?

  @Option(
    help:
      "Calls you when an alert of this severity or a higher one comes in: with a bell, at most every 10 seconds."
  )
  var bell: String?

  @Option(
    help: "How to call: bell, or as a notification of the desktop osc9 or osc777, which terminals differ in.")
  var bellForm: String?

  @Flag(help: "Leaves the mouse to the terminal.")
  var noMouse = false

  @Flag(
    help: "Begins without the filter, zoom and order that the last session on these sources left; marks stay."
  )
  var fresh = false

  func run() async throws {
    let now = Clock.now
    let status: ExitStatus
    do throws(UsageError) {
      try SessionLog.shared.open(common.access.logFile)
      var configured = try Configured(common.access)
      let once = once || Environment.isSet("ONCE")
      // Before any other thread is started: a signal must wake the screen's loop, not end a thread of the pool.
      if !once { blockSignals() }
      await configured.askNames(common)
      let question = try question(configured, now: now)
      let look = try Look(common, configured)
      if once {
        let output = try OnceOptions(
          format: format, size: size, top: top, failOn: failOn, timeout: timeout,
          aggregate: try Aggregate(flag: aggregate),
          keep: try Self.keep(keep))
        for source in question.sources { try source.checkForOnce() }
        configured.warn()
        try await OnceRun(question: question, output: output, look: look).run {
          Self.exit(withError: ExitCode($0.rawValue))
        }
      } else {
        let keep = try Self.keep(keep)
        let window = try Self.window(window)
        let mouse = !(noMouse || Environment.isSet("NO_MOUSE"))
        let fresh = fresh || Environment.isSet("FRESH")
        let bell = try BellSetting(severity: bell, form: bellForm, configured.file.notify)
        status = try await LiveRun(
          question: question, look: look, keep: keep, aggregate: try Aggregate(flag: aggregate),
          window: window, mouse: mouse, fresh: fresh, bell: bell
        ).run()
      }
    } catch {
      complain(error)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }

  private func question(_ configured: Configured, now: Timestamp) throws(UsageError) -> Question {
    guard let event = event ?? Environment.flag("EVENT") else {
      return try Question(common, configured, now: now)
    }
    var narrowed = common
    narrowed.filter = "eventID:\(FilterSyntax.exactly(event))"
    // Where it was told of, its rules may have brought it into scope.
    narrowed.scope = Scope.all.rawValue
    var question = try Question(narrowed, configured, now: now)
    question.polledReach = 86_400_000
    return question
  }

  private static func window(_ flag: String?) throws(UsageError) -> Int64 {
    guard let text = flag ?? Environment.flag("WINDOW") else { return 86_400_000 }
    guard let window = WrittenTime.milliseconds(text), window >= 60_000 else {
      throw UsageError("--window \(text): a duration of a minute or more (90m, 24h, 7d)")
    }
    return window
  }

  private static func keep(_ flag: Int?) throws(UsageError) -> Int {
    guard let text = flag.map({ "\($0)" }) ?? Environment.flag("KEEP") else { return 2_000_000 }
    guard let keep = Int(text), keep > 0 else {
      throw UsageError("--keep \(text): a number of events, 1 or more")
    }
    return keep
  }
}

/// How the program ends (DESIGN, The commands). Of several the largest by this order counts: 130, 2, 1, 3.
enum ExitStatus: Int32 {
  case done = 0
  /// `--fail-on` was met.
  case found = 1
  case usage = 2
  /// A source could not be read, wholly or in part.
  case unread = 3
  case interrupted = 130
}

/// The wall clock.
enum Clock {
  static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
