import Dashboard
import Feeds
import Synchronization
import Terminal

/// A source of files that is read on once what it held has been read: files that grow, directories that gain files.
final class FollowedSource: Sendable {
  /// The source's place among those asked for.
  let place: Int
  private let feed: TailFeed
  private let grown = Atomic(false)

  /// Notes where the files end now.
  /// - Throws: ``TailError`` where nothing can be watched.
  init(_ path: String, place: Int) throws(TailError) {
    self.place = place
    feed = try TailFeed(path, fromStart: false)
  }

  /// Whether anything has been added: until then the source is what it was, and whole.
  var hasGrown: Bool { grown.load(ordering: .relaxed) }

  /// Reads what is added, for as long as the program runs.
  func run(into collection: Collection, _ inbox: Inbox) async {
    // Waiting for inotify blocks its thread, which must not be one of the pool's.
    await onOwnThread { [self] in
      giveWay()
      let sink = collection.sink(place) { events in
        self.grown.store(true, ordering: .relaxed)
        inbox.eventsArrived(events)
      }
      var feed = feed
      feed.run(
        into: sink, tell: { inbox.deliver(.problem(Problem(source: "", text: $0))) }, isOver: { false })
    }
  }
}
