import AWS
import ArgumentParser
import Configuration
import Detection
import Pipeline
import Query
import Synchronization
import Text

/// `iamwatch doctor`: which hop of the pipeline is broken, and what to do.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Looks at every hop of the pipeline in every account, and says which is broken and what to do.",
    discussion: """
      Changes nothing: every call reads. Exits 1 when a hop is broken, 3 when hops are only unknown: a permission that \
      is lacking is named.
      """)

  @OptionGroup var options: PipelineOptions
  @OptionGroup var detection: RuleOptions

  @Option(help: "How long each account may take, as 60s.")
  var timeout: String?

  func run() async throws {
    let status: ExitStatus
    do throws(UsageError) { status = try await examine() } catch {
      complain(error)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }

  private func examine() async throws(UsageError) -> ExitStatus {
    try SessionLog.shared.open(options.access.logFile)
    let format = try TextOrJSON(options.format)
    let limit = try OnceOptions.timeout(timeout) ?? .seconds(60)
    let configured = try Configured(options.access)
    let plan = try PipelinePlan(configured)
    let samples = try samples(configured)
    configured.warn()
    let access = PipelineAccess(options.access, configured)
    let done = Mutex(0)
    let progress = Progress {
      "asked \(done.withLock { $0 }) of \(plan.members.count) accounts"
    }
    let doctor = Doctor(
      plan, samples: samples, access: { access.calls($0) }, limit: limit, now: { Clock.now },
      progress: { count, _ in done.withLock { $0 = count } })
    let report = await doctor.report()
    progress.end()
    let text = format == .json ? report.json : report.lines.map { "\($0)\n" }.joined()
    printResult(Array(text.utf8))
    return ExitStatus(report.verdict)
  }

  /// The events that the rules are tested with, those of the built-in pack among them.
  private func samples(_ configured: Configured) throws(UsageError) -> [SampleEvent] {
    let loaded = try detection.load(configured, builtIn: BuiltInRules.testedFiles)
    return SampleEvent.all(of: loaded.rules)
  }
}

extension ExitStatus {
  init(_ verdict: Hop.State) {
    self =
      switch verdict {
      case .ok: .done
      case .broken: .found
      case .unknown: .unread
      }
  }
}
