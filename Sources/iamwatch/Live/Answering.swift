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

  init(_ collection: Collection, inbox: Inbox) {
    (self.collection, self.inbox) = (collection, inbox)
    // The screen asks again only what has been answered, so no more can wait than it has panes.
    (questions, ask) = AsyncStream.makeStream(of: Command.self)
  }

  func answer(_ command: Command) { ask.yield(command) }

  /// Answers until the task is cancelled.
  func run() async {
    let (store, archive, context) = (collection.store, collection.archive, collection.question.context)
    for await command in questions {
      switch command {
      case .summarise(let request, let question):
        inbox.deliver(
          .summary(request: request, store.summary(of: question, archive: archive, context: context)))
      case .list(let request, let question):
        inbox.deliver(.events(request: request, store.list(question, archive: archive, context: context)))
      case .open(let request, let id):
        inbox.deliver(.details(request: request, store.details(of: id, archive: archive)))
      case .setTheme, .redraw, .bell, .suspend, .quit: break
      }
    }
  }
}
