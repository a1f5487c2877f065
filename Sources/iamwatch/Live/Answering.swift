import Audit
import Dashboard
import Query
import Synchronization

/// Answers the screen's questions one after another, off its thread.
final class Answering: Sendable {
  private let collection: Collection
  private let inbox: Inbox
  private let questions: AsyncStream<Command>
  private let ask: AsyncStream<Command>.Continuation
  private let awaited = Mutex<Set<Int>>([])

  init(_ collection: Collection, inbox: Inbox) {
    (self.collection, self.inbox) = (collection, inbox)
    // Of all that waits, only what the screen still awaits is answered: no more than it has panes.
    (questions, ask) = AsyncStream.makeStream(of: Command.self)
  }

  func answer(_ command: Command) { ask.yield(command) }

  /// Only questions with these numbers are answered from now on: the others were replaced by newer ones, as each
  /// letter of a filter that is typed does.
  func answerOnly(_ requests: Set<Int>) { awaited.withLock { $0 = requests } }

  private func isAwaited(_ request: Int) -> Bool { awaited.withLock { $0.contains(request) } }

  /// Answers until the task is cancelled.
  func run() async {
    let (store, archive, context) = (collection.store, collection.archive, collection.question.context)
    for await command in questions {
      switch command {
      case .summarise(let request, let question) where isAwaited(request):
        inbox.deliver(
          .summary(request: request, store.summary(of: question, archive: archive, context: context)))
      case .list(let request, let question) where isAwaited(request):
        inbox.deliver(.events(request: request, store.list(question, archive: archive, context: context)))
      case .open(let request, let id) where isAwaited(request):
        inbox.deliver(.details(request: request, store.details(of: id, archive: archive)))
      case .find(let request, let question) where isAwaited(request):
        inbox.deliver(.found(request: request, store.find(question, archive: archive, context: context)))
      case .values(let request, let question) where isAwaited(request):
        inbox.deliver(.values(request: request, store.values(question, context: context)))
      case .earlierPolicy(let request, let id) where isAwaited(request):
        let found = store.earlierPolicy(before: id, archive: archive)
        inbox.deliver(.earlierPolicy(request: request, found))
      case .summarise, .list, .open, .find, .values, .earlierPolicy, .setTheme, .redraw, .bell, .suspend,
        .quit:
        break
      }
    }
  }
}
