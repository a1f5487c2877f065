import AWS
import CloudTrail
import Feeds
import Query

/// The sources of a question that are services, each ready to be read.
struct PolledSources: Sendable {
  struct Source: Sendable {
    /// The place among the question's sources.
    let place: Int
    let name: String
    let health: FeedHealth
    let feed: any LiveFeed
    /// What counts by itself; nil for a source that does not.
    var engine: (any CountingSource)?
    /// Whether what the engine reads is billed.
    var engineBills = false
  }

  /// A source whose engine counts by itself.
  struct Engine: Sendable {
    let place: Int
    let name: String
    let health: FeedHealth
    let engine: any CountingSource
    let isBilled: Bool
  }

  let sources: [Source]
  /// The engines of all of the question's sources; nil where a source has none, whose events only count here: a copy of one of them that
  /// an engine counts too could not be told from another event.
  let engines: [Engine]?
  private let access: AWSAccess?

  /// Whether each has brought what happened before it was asked.
  var isCaughtUp: Bool { sources.allSatisfy { $0.health.report.isCaughtUp } }

  /// - Parameters:
  ///   - askForCode: asks a person for the code of an MFA device; nil where nobody is to be asked.
  ///   - narrows: whether no other events will be asked for than those that count now.
  ///   - keeper: keeps how far a source has been read; nil to begin anew each time.
  init(
    _ question: Question, askForCode: MFAPrompt?, narrows: Bool,
    keeper: ((EventSource) -> CursorKeeper)? = nil
  ) {
    guard question.sources.contains(where: \.isPolled) else {
      (sources, engines, access) = ([], nil, nil)
      return
    }
    let access = AWSAccess(askForCode: askForCode)
    self.access = access
    let budget = question.maxCostPerHour.map { CostBudget(perHour: $0) }
    let wanted = narrows ? question.wanted : nil
    sources = question.sources.enumerated().compactMap { place, source in
      let health = FeedHealth(meter: source.meter, budget: budget)
      let clock = PollClock(ofService: health)
      switch source.kind {
      case .demo, .path: return nil
      case .openSearch(let address):
        let calls = access.calls(
          of: address.service.rawValue, ownRegion: address.region, source.access,
          perSecond: question.limits["opensearch"] ?? 100, health: health)
        let documents = OpenSearchSource(
          address, calls: calls, health: health, wanted, context: question.context)
        return Source(
          place: place, name: source.name, health: health,
          feed: Poller(documents, health: health, clock: clock, keeper: keeper?(source)), engine: documents)
      case .insights(let groups):
        let calls = access.logs(
          groups, source.access, perSecond: question.limits["logs"] ?? 5, health: health)
        let events = InsightsSource(
          groups, calls: calls, wanted ?? .always, context: question.context, clock: clock)
        let poller = Poller(
          events, health: health, clock: clock, overlap: .insights, pace: .insights, keeper: keeper?(source))
        return Source(
          place: place, name: source.name, health: health, feed: poller, engine: events, engineBills: true)
      case .logEvents(let group):
        let calls = access.logs(group, source.access, perSecond: question.limits["logs"] ?? 5, health: health)
        let poller = Poller(
          LogEventsSource(group.identifiers[0], calls: calls), health: health, clock: clock,
          keeper: keeper?(source))
        return Source(place: place, name: source.name, health: health, feed: poller)
      case .liveTail(let groups):
        let tail = access.liveTail(
          groups, source.access, perSecond: question.limits["logs"] ?? 5, health: health)
        let poller = Poller(
          tail, health: health, clock: clock, overlap: .liveTail, pace: .liveTail, keeper: keeper?(source))
        return Source(place: place, name: source.name, health: health, feed: poller)
      }
    }
    let counting = sources.compactMap(Engine.init)
    engines = counting.count == question.sources.count ? counting : nil
  }

  /// Has a person type the codes that credentials need, before anything is read.
  func signIn() async { await access?.signIn() }

  /// Reads every source from `start` through `end`, each for at most `limit`; those that did not come to their end by then say so.
  func readOnce<Sink: EventSink>(
    from start: Timestamp, through end: Timestamp, limit: Duration,
    _ makeSink: @escaping @Sendable (Int) -> Sink
  ) async {
    await withTaskGroup(of: Void.self) { group in
      for source in sources {
        group.addTask {
          await source.readOnce(from: start, through: end, limit: limit) { makeSink(source.place) }
        }
      }
    }
  }

  /// How each stands, by its place.
  var reports: [Int: FeedHealth.Report] {
    Dictionary(uniqueKeysWithValues: sources.map { ($0.place, $0.health.report) })
  }
}

extension PolledSources.Engine {
  /// Nil for a source that does not count.
  fileprivate init?(_ source: PolledSources.Source) {
    guard let engine = source.engine else { return nil }
    self.init(
      place: source.place, name: source.name, health: source.health, engine: engine,
      isBilled: source.engineBills)
  }
}

extension PolledSources.Source {
  /// Tells what goes wrong or is to be known, each thing once for as long as it goes on, until the task is cancelled.
  func tellFailures(_ tell: (String) -> Void) async {
    var told: String?
    while !Task.isCancelled {
      let remark = health.report.remark
      if let remark, remark != told { tell(remark) }
      told = remark
      try? await Task.sleep(for: .seconds(1))
    }
  }

  fileprivate func readOnce(
    from start: Timestamp, through end: Timestamp, limit: Duration,
    _ makeSink: @escaping @Sendable () -> some EventSink
  ) async {
    let read: Void? = await within(limit) { await feed.readOnce(from: start, through: end, into: makeSink()) }
    if read == nil { health.ranOut(of: limit) }
  }
}
