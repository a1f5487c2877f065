import Audit
import CloudTrail
import Feeds
import Query
import Synchronization

/// The events that are drilled into: the newest of each list are fetched into the store here, and older ones as far as a person goes.
final class EngineEvents: Sendable {
  /// Which events are listed.
  private struct Key: Hashable, Sendable {
    var predicate: Predicate?
    var since: Timestamp?
    var until: Timestamp?
  }

  /// How far back a list has been fetched.
  struct Reach: Sendable {
    /// Everything stored after that moment is here.
    var down: Timestamp?
    var fetched = 0
    /// How often as many as usual are to be fetched at once: more were stored at one moment.
    var times = 1
    /// All of it is here.
    var isWhole = false
    /// No more is fetched.
    var isEnd = false
  }

  private struct FetchedDocument: Hashable, Sendable {
    var place: Int
    var id: String
  }

  /// What was fetched, for as long as the store holds it.
  private struct Fetched: Sendable {
    var reaches: [Key: Reach] = [:]
    /// The documents by their sources and their names there: lists have many in common.
    var documents: Set<FetchedDocument> = []
    /// How many events had left the store here.
    var dropped = 0
  }

  private let engine: ScreenEngine
  private let collection: Collection
  private let fetched = Mutex(Fetched())
  /// When a screen began to stand still, by how many events had arrived.
  private let frozen = Mutex<[Int: Timestamp]>([:])

  init(_ engine: ScreenEngine, _ collection: Collection) {
    (self.engine, self.collection) = (engine, collection)
  }

  /// Gives what is held of the list, then with what is fetched for it, until it is the last.
  func answer(_ request: EventListRequest, give: @Sendable (EventList) -> Void) async throws(SourceFailure) {
    let key = Key(predicate: request.predicate, since: request.since, until: request.until)
    let asked = thawed(request)
    var isSettled = false
    while true {
      let reach = reach(of: key)
      var list = collection.heldList(asked)
      list.complete = list.complete && reach.isWhole
      list.isFetched = !reach.isWhole
      let isEnough = reach.fetched > 0 && list.position + asked.limit <= list.total
      list.isGrowing = !reach.isEnd && !isEnough
      give(list)
      guard list.isGrowing else { return }
      if !isSettled { try? await Task.sleep(for: engine.manners.settling) }
      isSettled = true
      guard !Task.isCancelled else { return }
      try await fetch(key)
    }
  }

  /// Fetches what the engine has of one list, as far as that goes; true when it is all of it.
  func fetchAll(
    _ predicate: Predicate, since: Timestamp?, until: Timestamp?
  ) async throws(SourceFailure) -> Bool {
    let key = Key(predicate: predicate, since: since, until: until)
    while !reach(of: key).isEnd { try await fetch(key) }
    return reach(of: key).isWhole
  }

  private func reach(of key: Key) -> Reach {
    let dropped = collection.store.read { $0.dropped }
    return fetched.withLock { fetched in
      // What has left may be looked at again.
      if dropped != fetched.dropped { fetched = Fetched(dropped: dropped) }
      return fetched.reaches[key] ?? Reach()
    }
  }

  private func fetch(_ key: Key) async throws(SourceFailure) {
    var reach = reach(of: key)
    let found = try await engine.newest(
      key.predicate, since: key.since, until: key.until, through: reach.down,
      limit: min(engine.manners.page * reach.times, mostNewest))
    reach.take(found, most: engine.manners.most)
    let reached = reach
    fetched.withLock { $0.reaches[key] = reached }
    for part in found.parts {
      let page = part.found.page
      let fresh = fetched.withLock { fetched in
        page.documents.filter {
          fetched.documents.insert(FetchedDocument(place: part.place, id: $0.id)).inserted
        }
      }
      page.give(fresh, to: collection.sink(part.place))
    }
  }

  /// What is fetched arrives after a screen was made to stand still, and is of before all the same.
  private func thawed(_ request: EventListRequest) -> EventListRequest {
    guard let arrived = request.arrivedBefore else { return request }
    let stood = frozen.withLock { frozen in
      let stood = frozen[arrived] ?? Clock.now
      frozen = [arrived: stood]
      return stood
    }
    var thawed = request
    (thawed.arrivedBefore, thawed.until) = (nil, min(request.until ?? stood, stood))
    return thawed
  }
}

extension EngineEvents.Reach {
  /// - Parameter most: how many are fetched at most.
  mutating func take(_ found: NewestOfAll, most: Int) {
    fetched += max(1, found.count)
    let last = found.oldest
    // More documents of one moment than were asked for: the next time more are.
    times = last == down ? times * 2 : 1
    down = last ?? down
    isWhole = found.isAll
    isEnd = found.isEnd || fetched >= most
  }
}

extension Collection {
  /// The list as far as its events are held, whatever records have to be looked at for it.
  func heldList(_ request: EventListRequest) -> EventList {
    let searches = searched(request.predicate, since: request.since, until: request.until)
    return store.list(request, archive: archive, context: question.context, searches: searches)
  }

  /// The counts of the events that are held.
  func heldSummary(_ request: SummaryRequest) -> Summary {
    let searches = searched(request.predicate, since: request.since, until: request.until)
    return store.summary(of: request, archive: archive, context: question.context, searches: searches)
  }

  private func searched(_ predicate: Predicate?, since: Timestamp?, until: Timestamp?) -> RecordSearches {
    let searches = RecordSearches()
    guard let predicate, predicate.readsRecord, let archive else { return searches }
    _ = store.search(
      predicate, since: since, until: until, archive: archive, context: question.context, searches: searches
    ) { Task.isCancelled }
    return searches
  }
}
