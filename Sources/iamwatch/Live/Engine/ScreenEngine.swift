import CloudTrail
import Dashboard
import Feeds
import Query

/// The engine of the screen's one source: what it is asked, how often, and how long it is asked again when it fails.
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

  /// The source's place among the question's.
  let place: Int
  let manners: Manners
  private let name: String
  private let health: FeedHealth
  private let engine: any CountingSource
  private let question: Question
  private let tell: @Sendable (Problem) -> Void

  /// Nil where the question's only source is none that counts.
  init?(_ question: Question, _ polled: PolledSources, tell: @escaping @Sendable (Problem) -> Void) {
    guard question.sources.count == 1, let source = polled.sources.first, let engine = source.engine else {
      return nil
    }
    self.init(
      question, place: source.place, name: source.name, engine: engine, health: source.health,
      manners: source.engineBills ? .billed : .free, tell: tell)
  }

  init(
    _ question: Question, place: Int, name: String, engine: any CountingSource, health: FeedHealth,
    manners: Manners, tell: @escaping @Sendable (Problem) -> Void
  ) {
    (self.question, self.place, self.name, self.engine) = (question, place, name, engine)
    (self.health, self.manners, self.tell) = (health, manners, tell)
  }

  /// Whether it counts for the screen: of `auto`, where more match than are kept here.
  func isChosen(_ aggregate: Aggregate, keep: Int) async -> Bool {
    guard aggregate == .auto else { return aggregate == .engine }
    let request = SummaryRequest(
      since: question.polledSince, until: question.until, predicate: question.inScope(nil), tables: [])
    let window = question.stored(since: nil, until: question.until)
    let matches = try? await persisting { () throws(SourceFailure) in
      do throws(SourceFailure) { return try await engine.matches(request, in: window) } catch {
        // Nothing else has been asked yet: this is how the source stands.
        if error.kind != .cancelled { health.fellShort(error.description) }
        throw error
      }
    }
    return matches.flatMap { $0 }.map { $0 > keep } ?? false
  }

  /// The request's counts, of what is in scope.
  func count(
    _ request: SummaryRequest, partly: @Sendable (EngineCount) -> Void
  ) async throws(SourceFailure) -> EngineCount {
    var scoped = request
    scoped.since = request.since ?? question.polledSince
    scoped.predicate = question.inScope(request.predicate)
    let window = question.stored(since: scoped.since, until: request.until)
    let asked = scoped
    return try await persisting { () throws(SourceFailure) in
      let counted = try await engine.count(asked, in: window, partly: partly)
      health.scanned(counted.bytesScanned, at: Clock.now)
      return counted
    }
  }

  /// The documents stored last that `predicate` may hold for, of those stored until `through`.
  func newest(
    _ predicate: Predicate?, since: Timestamp?, until: Timestamp?, through: Timestamp?, limit: Int
  ) async throws(SourceFailure) -> NewestDocuments {
    var window = question.stored(since: since, until: until)
    if let through { window.through = min(window.through ?? through, through) }
    let asked = window
    return try await persisting { () throws(SourceFailure) in
      let found = try await engine.newest(question.inScope(predicate) ?? .always, in: asked, limit: limit)
      health.scanned(found.page.bytesScanned, at: Clock.now)
      return found
    }
  }

  /// What `body` gives, asked again for as long as that may help; each reason is told once.
  private func persisting<Value: Sendable>(
    _ body: () async throws(SourceFailure) -> Value
  ) async throws(SourceFailure) -> Value {
    var pause = Duration.seconds(1)
    var told: String?
    func say(_ reason: String) {
      if reason != told { tell(Problem(time: Clock.now, source: name, text: reason)) }
      told = reason
    }
    while true {
      if Task.isCancelled { throw SourceFailure(.cancelled, "the answer is not awaited any more") }
      if let pause = health.budgetPause(at: Clock.now) {
        say("the budget of an hour is spent; the engine counts again once it is less")
        try? await Task.sleep(for: pause)
        continue
      }
      do throws(SourceFailure) { return try await body() } catch {
        guard error.isTransient else { throw error }
        say("the engine did not answer, and is asked again: \(error.description)")
        try? await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(30))
      }
    }
  }
}
