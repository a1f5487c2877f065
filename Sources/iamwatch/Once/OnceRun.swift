import Audit
import CloudTrail
import Dashboard
import Feeds
import Query
import Terminal
import Text

/// `--once`: reads every source to its end, prints one snapshot, and says by its exit status how it went.
struct OnceRun {
  let question: Question
  let output: OnceOptions
  let look: Look

  /// - Parameter exit: ends the process, with all that was read and asked alive: taking millions of events and thousands of rules apart
  ///   would take longer than telling what was found.
  func run(_ exit: (ExitStatus) -> Never) async throws(UsageError) -> Never {
    let polled = PolledSources(question, askForCode: codeFromTerminal, narrows: true)
    if let engine = EngineRun(question, output, polled) {
      if let snapshot = await engine.snapshot() {
        tellErrors(snapshot)
        printResult(output.format == .csv ? Array(snapshot.csv().utf8) : snapshot.json())
        withExtendedLifetime(polled) { exit(status(snapshot)) }
      }
    } else if output.aggregate == .engine {
      throw Aggregate.refusal(question)
    }
    await readAndCount(polled, exit)
  }

  private func tellErrors(_ snapshot: Snapshot) {
    for source in snapshot.sources {
      if let error = source.error { complain("iamwatch: \(sanitised("\(source.source): \(error)"))") }
    }
  }

  private func readAndCount(_ polled: PolledSources, _ exit: (ExitStatus) -> Never) async -> Never {
    let needsRecords = output.format != .json && output.format != .csv
    let collection = Collection(question, duplicates: .least, keepsRecords: needsRecords)
    let report = await ReadToEnd(collection: collection, polled: polled, timeout: output.timeout).run()
    let snapshot = snapshot(of: collection, report, polled)
    tellMuted(snapshot)
    printSnapshot(snapshot, collection)
    withExtendedLifetime((self, collection)) { exit(status(snapshot)) }
  }

  private func snapshot(
    of collection: Collection, _ report: FileFeed.Report, _ polled: PolledSources
  ) -> Snapshot {
    // Over what goes on, the window ends now (COUNTING 22).
    let until = question.until ?? (polled.sources.isEmpty ? nil : question.now)
    var request = SummaryRequest(since: question.since, until: until, rows: output.top)
    request.decisions = AlertDecisions(question.decided)
    return Snapshot(
      generatedAt: question.now, filter: question.filterText, scope: question.scope,
      sources: collection.health(report, polled: polled.reports),
      summary: collection.store.summary(of: request),
      accountNames: question.accountNames)
  }

  private func printSnapshot(_ snapshot: Snapshot, _ collection: Collection) {
    switch output.format {
    case .json: printResult(snapshot.json())
    case .csv: printResult(Array(snapshot.csv().utf8))
    case .ndjson:
      collection.store.forEachLine(archive: collection.archive) { printResult($0.json()) }
    case .text: printResult(Array(canvas(snapshot, collection, glyphs: Look.glyphs).plainText().utf8))
    case .ansi:
      let canvas = canvas(snapshot, collection, glyphs: Look.glyphs)
      let depth: ColourDepth = look.hasColour ? .palette256 : .monochrome
      printResult(Array(canvas.ansi(theme: look.theme, depth: depth).utf8))
    case .svg:
      let canvas = canvas(snapshot, collection, glyphs: .utf8)
      printResult(Array(canvas.svg(theme: look.theme, title: "iamwatch").utf8))
    }
  }

  /// The dashboard's own screen, its questions answered from the store.
  private func canvas(_ snapshot: Snapshot, _ collection: Collection, glyphs: GlyphSet) -> Canvas {
    let (store, archive, context) = (collection.store, collection.archive, question.context)
    var settings = Settings(
      name: question.name, accountNames: question.accountNames, glyphs: glyphs, keymap: question.keymap,
      savedFilters: question.savedFilters,
      window: TimeWindow(since: question.since, until: question.until))
    settings.decided = question.decided
    return snapshotCanvas(
      settings: settings, columns: output.columns, rows: output.rows,
      now: snapshot.summary.end ?? question.now, filter: question.filterText ?? "", health: snapshot.sources,
      answers: Answers(
        summary: { store.summary(of: $0, archive: archive, context: context) },
        events: { store.list($0, archive: archive, context: context) },
        details: { store.details(of: $0, archive: archive) },
        find: { store.find($0, archive: archive, context: context) },
        earlierPolicy: { store.earlierPolicy(before: $0, archive: archive) },
        lineage: { store.lineage(of: $0, archive: archive) }))
  }

  /// What does not count is said: a calm answer must not come of a mute that everybody has forgotten.
  private func tellMuted(_ snapshot: Snapshot) {
    for alert in snapshot.summary.alerts {
      let count = alert.isMuted ? alert.count : alert.muted
      guard count > 0 else { continue }
      complain("iamwatch: muted by the configuration: \(sanitised(alert.title)), \(grouped(count)) times")
    }
  }

  private func status(_ snapshot: Snapshot) -> ExitStatus {
    if let failOn = output.failOn, let worst = snapshot.worstSeverity, worst >= failOn { return .found }
    return snapshot.sources.allSatisfy { $0.state == .complete } ? .done : .unread
  }
}
