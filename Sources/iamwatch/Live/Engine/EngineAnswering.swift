import Audit
import CloudTrail
import Dashboard
import Feeds
import Query
import Synchronization

/// Answers the screen's questions by the engine of its source, where that counts; what the engine does not know the store here answers.
/// Each question has a task of its own, which ends as soon as its answer is not awaited any more.
final class EngineAnswering: Sendable {
  private let collection: Collection
  private let inbox: Inbox
  private let local: Answering
  private let counts: EngineCounts
  private let events: EngineEvents
  private let choice: Task<Bool, Never>
  private let tasks = Mutex<[Int: Task<Void, Never>]>([:])

  /// Begins to find out who counts; until that is known, questions wait.
  /// - Parameter local: answers where the engine does not.
  init(
    _ engine: ScreenEngine, _ aggregate: Aggregate, keep: Int, collection: Collection, inbox: Inbox,
    local: Answering
  ) {
    (self.collection, self.inbox, self.local) = (collection, inbox, local)
    counts = EngineCounts(engine) { collection.heldSummary($0) }
    events = EngineEvents(engine, collection)
    choice = Task { await engine.isChosen(aggregate, keep: keep) }
  }

  /// Whether the engine counts.
  var isChosen: Bool { get async { await choice.value } }

  func eventsArrived(_ count: Int) { counts.eventsArrived(count) }

  /// Takes a question that the engine may answer; false for any other.
  func takes(_ command: Command) -> Bool {
    switch command {
    case .summarise(let number, _), .list(let number, _), .profile(let number, _):
      tasks.withLock { tasks in
        tasks[number] = Task {
          await self.answer(command)
          self.tasks.withLock { $0[number] = nil }
        }
      }
      return true
    case .open, .find, .values, .earlierPolicy, .trace, .keepMark, .removeMark,
      .keepDecision, .removeDecision, .export, .copy, .answerCode, .setTheme,
      .redraw, .bell, .suspend, .quit:
      return false
    }
  }

  /// Only questions with these numbers are answered from now on.
  func answerOnly(_ requests: Set<Int>) {
    tasks.withLock { tasks in
      for (number, task) in tasks where !requests.contains(number) { task.cancel() }
    }
  }

  /// Gives up every question; comes back once nothing of them is left with the engine.
  func end() async {
    choice.cancel()
    let left = tasks.withLock { Array($0.values) }
    for task in left { task.cancel() }
    for task in left { await task.value }
  }

  /// The view's counts for an export; nil where the store here counts them.
  func counts(of request: SummaryRequest) async -> Summary? {
    guard await isChosen, !(request.predicate?.needsRules ?? false) else { return nil }
    return try? await counts.counts(of: request)
  }

  private func answer(_ command: Command) async {
    guard await isChosen else { return local.answer(command) }
    guard !Task.isCancelled, let number = command.question else { return }
    do throws(SourceFailure) {
      switch command {
      case .summarise(_, let request): try await summarise(number, request)
      case .list(_, let request): try await list(number, request)
      case .profile(_, let request): try await profile(number, request)
      default: break
      }
    } catch {
      guard error.kind != .cancelled else { return }
      inbox.deliver(.failed(request: number, reason: error.description))
    }
  }

  private func summarise(_ number: Int, _ request: SummaryRequest) async throws(SourceFailure) {
    if request.predicate?.needsRules ?? false {
      var summary = collection.heldSummary(request)
      summary.complete = false
      return inbox.deliver(.summary(request: number, summary))
    }
    try await counts.answer(request) { [inbox] in inbox.deliver(.summary(request: number, $0)) }
  }

  private func list(_ number: Int, _ request: EventListRequest) async throws(SourceFailure) {
    if request.predicate?.needsRules ?? false {
      var list = collection.heldList(request)
      (list.complete, list.isFetched) = (false, true)
      return inbox.deliver(.events(request: number, list))
    }
    try await events.answer(request) { [inbox] in inbox.deliver(.events(request: number, $0)) }
  }

  private func profile(_ number: Int, _ request: ProfileRequest) async throws(SourceFailure) {
    let isWhole = try await events.fetchAll(
      .equals(.principal, request.principal), since: request.since, until: request.until)
    guard !Task.isCancelled else { return }
    var profile = collection.store.profile(of: request)
    profile?.complete = isWhole
    inbox.deliver(.profile(request: number, profile))
  }
}
