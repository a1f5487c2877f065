import Audit
import CloudTrail
import Dashboard
import Detection
import Feeds
import Glibc
import Query
import Synchronization
import Terminal
import Text

/// The live screen: feeds and answers run as tasks, the screen on a thread of its own.
struct LiveRun {
  let question: Question
  let look: Look
  let keep: Int
  let aggregate: Aggregate
  /// How far back the screen looks, in milliseconds, where no source is read whole and `--since` does not say.
  let window: Int64
  let mouse: Bool
  /// Begins without how the last session left the screen; its marks and the filters used and named stay.
  let fresh: Bool
  /// When the person is called; nil never.
  let bell: BellSetting?

  /// - Throws: ``UsageError`` when there is no terminal to draw on.
  func run() async throws(UsageError) -> ExitStatus {
    // Keys are read from the terminal itself, so that standard input may bring the events.
    guard isatty(STDOUT_FILENO) == 1 else {
      throw UsageError(
        "standard output is no terminal to draw on; for a snapshot use --once, for a line an event iamwatch tail"
      )
    }
    var question = question
    // The screen asks with the filter itself, so that it can be taken off again; the store holds what is in scope.
    question.filter = nil
    let collection = Collection(question, duplicates: .first, keepsRecords: true, keep: keep)
    let doorbell: Doorbell
    do throws(DoorbellError) { doorbell = try Doorbell() } catch {
      throw UsageError("the system gives no event descriptor: error \(error.code)")
    }
    let inbox = Inbox(doorbell: doorbell)
    for warning in question.warnings { inbox.deliver(.problem(Problem(source: "", text: warning))) }
    let answering = Answering(collection, inbox: inbox)
    let codes = CodeQuestions(inbox)
    let polled = PolledSources(question, askForCode: { await codes.code(of: $0) }, narrows: false)
    await polled.signIn()
    codes.screenOpens()
    let engine = try engine(question, polled, collection, inbox, local: answering)
    let exporting = Exporting(collection, inbox: inbox, engine: engine)
    let keeping = StateKeeping(question, inbox: inbox)
    var remembered = keeping.remembered
    if fresh { remembered.settings = [:] }
    if question.filterText != nil { remembered.settings["filter"] = nil }
    let look =
      look.isChosen ? self.look : remembered.settings["theme"].flatMap(self.look.inTheme) ?? self.look
    if question.sources.allSatisfy(\.isPolled) {
      collection.store.learn(keeping.learnt.before(question.polledSince))
    } else {
      collection.store.hold()
    }
    let feeds = Task { await feed(collection, inbox, polled, engine) }
    let answers = Task { await answering.run() }
    let exports = Task { await exporting.run() }
    let kept = Task { await keeping.run() }
    let session = ScreenSession(
      look: look, mouse: mouse, settings: settings(question, look), filter: question.filterText,
      remembered: remembered, inbox: inbox, doorbell: doorbell, answering: answering, engine: engine,
      exporting: exporting, keeping: keeping,
      bell: bell.map { AlertBell($0, collection.store, accountNames: question.accountNames) },
      codes: codes)
    let outcome = await onOwnThread { session.run() }
    codes.close()
    feeds.cancel()
    answers.cancel()
    exports.cancel()
    keeping.close()
    await exports.value
    await kept.value
    await letGo(polled, feeds, engine)
    switch outcome {
    case .success(let status): return status
    case .failure(let error): throw error
    }
  }

  /// What counts for the screen beside the store; nil where the store alone does.
  private func engine(
    _ question: Question, _ polled: PolledSources, _ collection: Collection, _ inbox: Inbox, local: Answering
  ) throws(UsageError) -> EngineAnswering? {
    guard aggregate != .local else { return nil }
    guard let engine = ScreenEngine(question, polled, tell: { inbox.deliver(.problem($0)) }) else {
      guard aggregate == .auto else { throw Aggregate.refusal(question) }
      return nil
    }
    return EngineAnswering(
      engine, aggregate, keep: keep, collection: collection, inbox: inbox, local: local)
  }

  /// Gives what services hold for this run, as a query that runs, a second to be let go.
  private func letGo(_ polled: PolledSources, _ feeds: Task<Void, Never>, _ engine: EngineAnswering?) async {
    guard !polled.sources.isEmpty else { return }
    let isOver = Flag()
    Task {
      await feeds.value
      await engine?.end()
      isOver.set()
    }
    let end = ContinuousClock.now + .seconds(1)
    while !isOver.isSet, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(10)) }
  }

  private func settings(_ question: Question, _ look: Look) -> Settings {
    var settings = Settings(
      name: question.name, accountNames: question.accountNames,
      themes: look.library.names, theme: look.themeName, keymap: question.keymap,
      savedFilters: question.savedFilters,
      window: TimeWindow(since: question.since, until: question.until), zone: .local)
    if question.since == nil, question.sources.allSatisfy({ $0.demo != nil }) { settings.reach = window }
    settings.rules = question.rules.rules.enumerated().map { place, rule in
      Settings.Rule(rule, isCorrelation: place >= question.rules.firstCorrelation)
    }
    settings.decided = question.decided
    return settings
  }

  private func feed(
    _ collection: Collection, _ inbox: Inbox, _ polled: PolledSources, _ engine: EngineAnswering?
  ) async {
    let caughtUp = Flag()
    inbox.deliver(.health(collection.health(nil, polled: polled.reports)))
    // Before the files are read: what is added meanwhile is not missed; what is then read twice counts once.
    let followed = followers(inbox)
    await withTaskGroup(of: Void.self) { group in
      for (place, source) in question.sources.enumerated() {
        guard let demo = source.demo else { continue }
        group.addTask { await feedDemo(demo, place, collection, inbox, caughtUp) }
      }
      for source in polled.sources {
        group.addTask { await feedPolled(source, collection, inbox, engine) }
      }
      group.addTask {
        let report = await collection.readFiles { _ in inbox.eventsArrived(0) }
        for source in report.sources {
          for note in source.notes { inbox.deliver(.problem(Problem(source: "", text: note))) }
        }
        collection.store.settle(at: Clock.now)
        inbox.eventsArrived(0)
        for source in followed { Task { await source.run(into: collection, inbox) } }
        var told: [SourceHealth] = []
        var leftTold = 0
        while !Task.isCancelled {
          // What has not changed would only wake the screen.
          let health = health(collection, report, caughtUp, followed, polled)
          let left = collection.store.read { $0.dropped }
          if health != told || left != leftTold { inbox.deliver(.health(health, left: left)) }
          (told, leftTold) = (health, left)
          if collection.store.tick(Clock.now, isCaughtUp: polled.isCaughtUp) { inbox.eventsArrived(0) }
          try? await Task.sleep(for: .seconds(1))
        }
      }
    }
  }

  /// The sources that are files, each followed from its end.
  private func followers(_ inbox: Inbox) -> [FollowedSource] {
    var followed: [FollowedSource] = []
    for (place, source) in question.sources.enumerated() {
      guard case .path(let path) = source.kind, path != "-" else { continue }
      do throws(TailError) {
        followed.append(try FollowedSource(path, place: place))
      } catch {
        inbox.deliver(.problem(Problem(source: "", text: "what is added later is not seen: \(error.reason)")))
      }
    }
    return followed
  }

  private func feedDemo(
    _ demo: Demo, _ place: Int, _ collection: Collection, _ inbox: Inbox, _ caughtUp: Flag
  ) async {
    let start = question.now.milliseconds
    DemoFeed(demo).readHistory(
      shiftedBy: start - Demo.end, into: collection.sink(place) { _ in inbox.eventsArrived(0) })
    caughtUp.set()
    await DemoFeed(demo).live(
      from: start, clock: { Clock.now.milliseconds }, into: collection.sink(place) { inbox.eventsArrived($0) }
    )
  }

  private func feedPolled(
    _ source: PolledSources.Source, _ collection: Collection, _ inbox: Inbox, _ engine: EngineAnswering?
  ) async {
    let health = source.health
    let sink = collection.sink(source.place) { events in
      engine?.eventsArrived(events)
      inbox.eventsArrived(health.report.isCaughtUp ? events : 0)
    }
    async let told: Void = source.tellFailures { text in
      inbox.deliver(.problem(Problem(source: source.name, text: text)))
    }
    // Where the engine counts, what was before need not come.
    let isCounted = await engine?.isChosen ?? false
    if isCounted {
      await source.engine?.noteHistory(from: question.polledSince, on: health, at: Clock.now)
    }
    await source.feed.run(from: isCounted ? question.now : question.polledSince, into: sink)
    await told
  }

  private func health(
    _ collection: Collection, _ report: FileFeed.Report, _ caughtUp: Flag, _ followed: [FollowedSource],
    _ polled: PolledSources
  ) -> [SourceHealth] {
    let now = Clock.now
    let growing = Set(followed.filter(\.hasGrown).map(\.place))
    return collection.health(report, polled: polled.reports).enumerated().map { place, health in
      let isDemo = question.sources[place].demo != nil
      guard isDemo || growing.contains(place) && health.state == .complete else { return health }
      var health = health
      health.state = .live
      // While the past is still being read, the newest event read says nothing about how far behind the source is.
      guard !isDemo || caughtUp.isSet else { return health }
      health.lagSeconds = health.lastEvent.map { Double(now.milliseconds - $0.milliseconds) / 1000 }
      return health
    }
  }
}

/// Set once something has come about, such as that a live source has read its past.
private final class Flag: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .relaxed) }
  func set() { flag.store(true, ordering: .relaxed) }
}
