import ArgumentParser
import Audit
import CloudTrail
import Feeds
import Query
import Synchronization
import Terminal
import Text

/// `iamwatch tail`: events as they come, one line each.
struct TailCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract:
      "Events as they come, one line each, from services, files that grow and directories that gain files.")

  @OptionGroup var common: CommonOptions

  @Option(help: "text or json, the line of --once --format ndjson.")
  var format: String?

  func run() async throws {
    let status: ExitStatus
    do throws(UsageError) {
      try SessionLog.shared.open(common.logFile)
      let configured = try Configured(common)
      let question = try Question(common, configured, now: Clock.now)
      configured.warn()
      status = await TailRun(question: question, isJSON: try isJSON()).run()
    } catch {
      complain(error)
      status = .usage
    }
    throw ExitCode(status.rawValue)
  }

  private func isJSON() throws(UsageError) -> Bool {
    let format = format ?? Environment.flag("FORMAT") ?? "text"
    guard ["text", "json"].contains(format) else { throw UsageError("--format \(format): text or json") }
    return format == "json"
  }
}

/// Follows every source at once and prints each event once.
struct TailRun {
  let question: Question
  let isJSON: Bool

  func run() async -> ExitStatus {
    // It starts at now: what lies before is read only if --since says so.
    var judged = question
    if question.since == nil, question.sources.contains(where: { $0.demo != nil }) {
      judged.since = question.now
    }
    let polled = PolledSources(question, asksForCodes: true)
    let printer = LinePrinter(LineMaker(judged.judge), question, isJSON: isJSON)
    return await withTaskGroup(of: ExitStatus.self) { group in
      for source in polled.sources { group.addTask { await follow(source, printer) } }
      for source in question.sources { group.addTask { await follow(source, printer) } }
      var worst = ExitStatus.done
      for await status in group where status != .done { worst = status }
      return worst
    }
  }

  private func follow(_ source: EventSource, _ printer: LinePrinter) async -> ExitStatus {
    switch source.kind {
    case .demo(let demo):
      let start = question.now.milliseconds
      if question.since != nil {
        DemoFeed(demo).readHistory(shiftedBy: start - Demo.end, into: PrintingSink(printer))
      }
      await DemoFeed(demo).live(from: start, clock: { Clock.now.milliseconds }, into: PrintingSink(printer))
      return .done
    case .path("-"):
      let feed = FileFeed(["-"], threads: 1)
      let report = await feed.run { _ in PrintingSink(printer) }
      for note in report.sources.flatMap(\.notes) { complain("iamwatch: \(sanitised(note))") }
      return report.sources.allSatisfy { $0.state == .complete } ? .done : .unread
    case .path(let path): return await followFiles(path, printer)
    case .openSearch, .insights, .logEvents, .liveTail: return .done
    }
  }

  private func follow(_ source: PolledSources.Source, _ printer: LinePrinter) async -> ExitStatus {
    async let told: Void = source.tellFailures { complain("iamwatch: \(sanitised("\(source.name): \($0)"))") }
    await source.feed.run(from: question.since ?? question.now, into: PrintingSink(printer))
    await told
    return .done
  }

  private func followFiles(_ path: String, _ printer: LinePrinter) async -> ExitStatus {
    let fromStart = question.since != nil
    // Waiting for inotify blocks its thread, which must not be one of the pool's.
    return await onOwnThread {
      do throws(TailError) {
        var feed = try TailFeed(path, fromStart: fromStart)
        feed.run(
          into: PrintingSink(printer), tell: { complain("iamwatch: \(sanitised($0))") }, isOver: { false })
        return .done
      } catch {
        complain("iamwatch: \(sanitised(error.reason))")
        return .unread
      }
    }
  }
}

/// Prints lines from any thread, whole and each event once over all sources.
final class LinePrinter: Sendable {
  private let maker: Mutex<LineMaker>
  private let accountNames: [ExactString: String]
  private let isJSON: Bool
  private let glyphs: GlyphSet

  init(_ maker: LineMaker, _ question: Question, isJSON: Bool) {
    self.maker = Mutex(maker)
    (accountNames, self.isJSON, glyphs) = (question.accountNames, isJSON, Look.glyphs)
  }

  func take(_ event: EventView) {
    maker.withLock { maker in
      guard let line = maker.line(for: event) else { return }
      if isJSON {
        printResult(line.json())
      } else {
        printResult(Array("\(line.text(accountNames: accountNames, glyphs: glyphs))\n".utf8))
      }
    }
  }
}

final class PrintingSink: EventSink {
  private let printer: LinePrinter

  init(_ printer: LinePrinter) { self.printer = printer }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) { printer.take(event) }
  func commit() {}
  func discard() {}
}
