import Audit
import CloudTrail
import Dashboard
import Query
import Synchronization

/// Answers the screen's questions one after another, off its thread. What needs the records of many events is answered bit by bit: at
/// once with what is known, then with more, while newer questions come first.
final class Answering: Sendable {
  /// How long a question may look at records before it is answered for the first time, and between two answers.
  private static let firstPatience = Duration.milliseconds(25)
  private static let patience = Duration.milliseconds(200)

  private let collection: Collection
  private let inbox: Inbox
  private let searches = RecordSearches()
  private let asked = Mutex<[Command]>([])
  private let awaited = Mutex<Set<Int>>([])
  private let effort = Mutex(Duration.zero)
  private let calls: AsyncStream<Void>
  private let call: AsyncStream<Void>.Continuation

  init(_ collection: Collection, inbox: Inbox) {
    (self.collection, self.inbox) = (collection, inbox)
    // Of all that waits, only what the screen still awaits is answered: no more than it has panes.
    (calls, call) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func answer(_ command: Command) {
    asked.withLock { $0.append(command) }
    call.yield()
  }

  /// Only questions with these numbers are answered from now on: the others were replaced by newer ones, as each
  /// letter of a filter that is typed does.
  func answerOnly(_ requests: Set<Int>) { awaited.withLock { $0 = requests } }

  /// How long the screen should wait before it asks about new arrivals again: so that answering takes a third of a core at most, and
  /// the panes change no more often than a frame can be drawn.
  var pause: Duration { max(.milliseconds(33), effort.withLock { $0 * 2 }) }

  private func isAwaited(_ request: Int) -> Bool { awaited.withLock { $0.contains(request) } }

  /// Answers until the task is cancelled.
  func run() async {
    for await _ in calls {
      let start = ContinuousClock.now
      var growing: [Command] = []
      repeat {
        giveWay()
        let fresh = takeAsked()
        let later = growing
        growing = fresh.filter { !isAnswered($0, within: Self.firstPatience) }
        growing += later.filter { !isAnswered($0, within: Self.patience) }
      } while !growing.isEmpty && !Task.isCancelled
      let spent = ContinuousClock.now - start
      // The questions of one refresh may come in several calls: the longest counts for a while.
      effort.withLock { $0 = max(spent, $0 / 2) }
    }
  }

  /// All that is asked now. What may complete a word comes last: the panes are what it is typed for.
  private func takeAsked() -> [Command] {
    let all = asked.withLock { asked in
      defer { asked = [] }
      return asked
    }
    func completes(_ command: Command) -> Bool { if case .values = command { true } else { false } }
    return all.filter { !completes($0) } + all.filter(completes)
  }

  /// Answers a question, if it is still awaited; false when more of the answer is to come.
  private func isAnswered(_ command: Command, within patience: Duration) -> Bool {
    guard let number = command.question, isAwaited(number) else { return true }
    let (store, archive, context) = (collection.store, collection.archive, collection.question.context)
    switch command {
    case .summarise(let request, let question):
      let isFound = search(question.predicate, question.since, question.until, for: request, patience)
      guard isAwaited(request) else { return true }
      var summary = store.summary(of: question, archive: archive, context: context, searches: searches)
      summary.isGrowing = !isFound
      inbox.deliver(.summary(request: request, summary))
      return isFound
    case .list(let request, let question):
      let isFound = search(question.predicate, question.since, question.until, for: request, patience)
      guard isAwaited(request) else { return true }
      var list = store.list(question, archive: archive, context: context, searches: searches)
      list.isGrowing = !isFound
      inbox.deliver(.events(request: request, list))
      return isFound
    case .open(let request, let id):
      inbox.deliver(.details(request: request, store.details(of: id, archive: archive)))
    case .find(let request, let question):
      inbox.deliver(
        .found(
          request: request,
          store.find(question, archive: archive, context: context, searches: searches)))
    case .values(let request, let question):
      inbox.deliver(.values(request: request, store.values(question, context: context)))
    case .earlierPolicy(let request, let id):
      inbox.deliver(.earlierPolicy(request: request, store.earlierPolicy(before: id, archive: archive)))
    case .trace(let request, let id):
      inbox.deliver(.lineage(request: request, store.lineage(of: id, archive: archive)))
    case .profile(let request, let question):
      inbox.deliver(.profile(request: request, store.profile(of: question)))
    case .keepMark, .removeMark, .keepDecision, .removeDecision, .export, .copy, .answerCode, .setTheme,
      .redraw, .bell,
      .suspend, .quit:
      break
    }
    return true
  }

  /// Looks at the records that deciding `predicate` needs, until `patience` ends or something newer is asked; true when none is left.
  private func search(
    _ predicate: Predicate?, _ since: Timestamp?, _ until: Timestamp?, for request: Int,
    _ patience: Duration
  ) -> Bool {
    guard let predicate, predicate.readsRecord, let archive = collection.archive else { return true }
    let end = ContinuousClock.now + patience
    return collection.store.search(
      predicate, since: since, until: until, archive: archive, context: collection.question.context,
      searches: searches
    ) {
      ContinuousClock.now >= end || Task.isCancelled || !isAwaited(request)
        || asked.withLock { !$0.isEmpty }
    }
  }
}
