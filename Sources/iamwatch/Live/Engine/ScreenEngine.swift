import CloudTrail
import Dashboard
import Feeds
import Query
import Synchronization

/// The engines of the screen's sources: what they are asked, how often, and how long each is asked again when it fails.
struct ScreenEngine: Sendable {
  /// How an engine is treated: each question may cost.
  struct Manners: Sendable {
    /// How long a question has to stand before it is asked: moving through rows asks another with each.
    var settling: Duration
    /// The least time from one count of a question to the next.
    var rest: Duration
    /// How many events are fetched at once, and the most for one list.
    var page: Int
    var most: Int

    static let free = Manners(settling: .milliseconds(150), rest: .seconds(5), page: 500, most: 10_000)
    /// Every question scans the window: so seldom that counting costs a few times what reading on does.
    static let billed = Manners(settling: .seconds(1), rest: .seconds(300), page: 2000, most: 4000)
  }

  let manners: Manners
  private let sources: [PolledSources.Engine]
  private let question: Question
  private let tell: @Sendable (Problem) -> Void

  /// Of several sources one that fails so often holds up the others no longer.
  private static let attemptsBesideOthers = 3

  /// Nil where a source of the question does not count.
  init?(_ question: Question, _ polled: PolledSources, tell: @escaping @Sendable (Problem) -> Void) {
    guard let engines = polled.engines else { return nil }
    self.init(
      question, engines, manners: engines.contains(where: \.isBilled) ? .billed : .free, tell: tell)
  }

  init(
    _ question: Question, _ sources: [PolledSources.Engine], manners: Manners,
    tell: @escaping @Sendable (Problem) -> Void
  ) {
    (self.question, self.sources, self.manners, self.tell) = (question, sources, manners, tell)
  }

  /// Whether they count for the screen: of `auto`, where more match than are kept here.
  func isChosen(_ aggregate: Aggregate, keep: Int) async -> Bool {
    guard aggregate == .auto else { return aggregate == .engine }
    let request = SummaryRequest(
      since: question.polledSince, until: question.until, predicate: question.inScope(nil), tables: [])
    let window = question.stored(since: nil, until: question.until)
    let matches = await forEach { source throws(SourceFailure) -> Int? in
      do throws(SourceFailure) { return try await source.engine.matches(request, in: window) } catch {
        // Nothing else has been asked yet: this is how the source stands.
        if error.kind != .cancelled { source.health.fellShort(error.description) }
        throw error
      }
    }
    return matches.compactMap { (try? $0.get()) ?? nil }.reduce(0, +) > keep
  }

  /// The request's counts, of what is in scope.
  func count(
    _ request: SummaryRequest, partly: @escaping @Sendable (EngineAnswer) -> Void
  ) async throws(SourceFailure) -> EngineAnswer {
    let asked = scoped(request)
    let window = question.stored(since: asked.since, until: request.until)
    let told = Mutex<[Int: EngineAnswer]>([:])
    let counts = await forEach { source throws(SourceFailure) -> EngineAnswer in
      let counted = try await source.engine.count(asked, in: window) { part in
        let parts = told.withLock { told in
          told[source.place] = part.answer
          return Array(told.values)
        }
        partly(merged(parts, asked))
      }
      source.health.scanned(counted.bytesScanned, at: Clock.now)
      told.withLock { $0[source.place] = counted.answer }
      return counted.answer
    }
    return merged(try atLeastOne(of: counts), asked)
  }

  /// What the engines are asked of `request`: where there are several, up to one moment, so that their timelines have the same buckets.
  private func scoped(_ request: SummaryRequest) -> SummaryRequest {
    var scoped = request
    scoped.since = request.since ?? question.polledSince
    scoped.predicate = question.inScope(request.predicate)
    if sources.count > 1 { scoped.until = request.until ?? Clock.now }
    return scoped
  }

  private func merged(_ answers: [EngineAnswer], _ request: SummaryRequest) -> EngineAnswer {
    if sources.count == 1, let only = answers.first { return only }
    return EngineAnswer(of: request, merging: answers, isMissingSome: answers.count < sources.count)
  }

  /// The documents stored last that `predicate` may hold for, of those stored until `through`.
  func newest(
    _ predicate: Predicate?, since: Timestamp?, until: Timestamp?, through: Timestamp?, limit: Int
  ) async throws(SourceFailure) -> NewestOfAll {
    var window = question.stored(since: since, until: until)
    if let through { window.through = min(window.through ?? through, through) }
    let (asked, wanted) = (window, question.inScope(predicate) ?? .always)
    let found = await forEach { source throws(SourceFailure) -> NewestOfAll.Part in
      let found = try await source.engine.newest(wanted, in: asked, limit: limit)
      source.health.scanned(found.page.bytesScanned, at: Clock.now)
      return NewestOfAll.Part(place: source.place, found: found)
    }
    let parts = try atLeastOne(of: found)
    return NewestOfAll(parts, isMissingSome: parts.count < sources.count)
  }

  // MARK: Asking

  /// - Throws: why the first source did not answer, where none did.
  private func atLeastOne<Value>(
    of answers: [Result<Value, SourceFailure>]
  ) throws(SourceFailure) -> [Value] {
    let values = answers.compactMap { try? $0.get() }
    guard values.isEmpty, let first = answers.first else { return values }
    return [try first.get()]
  }

  /// What `body` gives for each source, side by side.
  private func forEach<Value: Sendable>(
    _ body: @escaping @Sendable (PolledSources.Engine) async throws(SourceFailure) -> Value
  ) async -> [Result<Value, SourceFailure>] {
    await withTaskGroup(of: (Int, Result<Value, SourceFailure>).self) { group in
      for (index, source) in sources.enumerated() {
        group.addTask { (index, await persisting(source, body)) }
      }
      var answers: [Int: Result<Value, SourceFailure>] = [:]
      for await (index, answer) in group { answers[index] = answer }
      return sources.indices.compactMap { answers[$0] }
    }
  }

  /// What `body` gives, asked again for as long as that may help; each reason is told once.
  private func persisting<Value: Sendable>(
    _ source: PolledSources.Engine,
    _ body: @Sendable (PolledSources.Engine) async throws(SourceFailure) -> Value
  ) async -> Result<Value, SourceFailure> {
    var pause = Duration.seconds(1)
    var told: String?
    var attempts = 0
    func say(_ reason: String) {
      if reason != told { tell(Problem(time: Clock.now, source: source.name, text: reason)) }
      told = reason
    }
    while true {
      if Task.isCancelled { return .failure(SourceFailure(.cancelled, "the answer is not awaited any more")) }
      if let pause = source.health.budgetPause(at: Clock.now) {
        say("the budget of an hour is spent; the engine counts again once it is less")
        try? await Task.sleep(for: pause)
        continue
      }
      do throws(SourceFailure) { return .success(try await body(source)) } catch {
        attempts += 1
        let isGivenUp = sources.count > 1 && attempts >= Self.attemptsBesideOthers
        guard error.isTransient, !isGivenUp else {
          if sources.count > 1, error.kind != .cancelled {
            say("the engine did not answer, and its events are not in the counts: \(error.description)")
          }
          return .failure(error)
        }
        say("the engine did not answer, and is asked again: \(error.description)")
        try? await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(30))
      }
    }
  }
}
