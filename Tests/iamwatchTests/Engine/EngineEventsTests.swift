import Audit
import CloudTrail
import Feeds
import Query
import Testing

@testable import iamwatch

@Suite("Only the events that are looked at are fetched")
struct EngineEventsTests {
  private func answers(_ events: EngineEvents, _ request: EventListRequest) async throws -> [EventList] {
    let given = Given<EventList>()
    try await events.answer(request) { given.take($0) }
    return given.values
  }

  private func number(_ row: EventRow?) -> Int? { row.flatMap { Int($0.id.uuid.suffix(6)) } }

  @Test("the newest come first, as many as a page of them")
  func newest() async throws {
    let source = CountedEvents(3000)
    let scene = try EngineScene(source)
    let list = try #require(
      try await answers(EngineEvents(scene.engine, scene.collection), EventListRequest(limit: 40)).last)
    #expect(list.rows.count == 40)
    #expect(number(list.rows.first) == 2999)
    #expect(list.total == 100 && list.isFetched && !list.isGrowing)
    #expect(source.fetches.map(\.limit) == [100])
  }

  @Test("who goes further back has older ones fetched, each once")
  func further() async throws {
    let source = CountedEvents(3000)
    let scene = try EngineScene(source)
    let events = EngineEvents(scene.engine, scene.collection)
    _ = try await answers(events, EventListRequest(limit: 40))
    let list = try #require(try await answers(events, EventListRequest(offset: 150, limit: 40)).last)
    #expect(number(list.rows.first) == 2849)
    // Each fetch begins with the moment that the one before ended at.
    #expect(
      source.fetches.map { $0.through.map { Int($0.seconds - CountedEvents.start) } } == [nil, 2900])
    #expect(scene.collection.store.read { $0.sources[0].duplicates } == 0)
  }

  @Test("a list that is here whole is no longer called fetched")
  func whole() async throws {
    let source = CountedEvents(30)
    let scene = try EngineScene(source)
    let events = EngineEvents(scene.engine, scene.collection)
    let list = try #require(try await answers(events, EventListRequest(limit: 40)).last)
    #expect(list.total == 30 && list.complete && !list.isFetched)
    _ = try await answers(events, EventListRequest(limit: 40))
    #expect(source.fetches.count == 1)
  }

  @Test("no more are fetched than the most")
  func bounded() async throws {
    let source = CountedEvents(3000)
    let scene = try EngineScene(source, most: 250)
    let events = EngineEvents(scene.engine, scene.collection)
    let list = try #require(try await answers(events, EventListRequest(offset: 2900, limit: 40)).last)
    #expect(list.isFetched && !list.isGrowing)
    #expect(source.fetches.count == 3)
  }

  @Test("events that do not pass the filter are fetched over, for what an engine finds may be too much")
  func widened() async throws {
    let source = CountedEvents(300)
    let scene = try EngineScene(source)
    let wanted = Predicate.equals(.action, ExactString("iam:CreateUser"))
    let list = try #require(
      try await answers(
        EngineEvents(scene.engine, scene.collection), EventListRequest(predicate: wanted, limit: 40)
      ).last)
    #expect(list.rows.isEmpty && !list.isFetched)
    #expect(source.fetches.count == 4)
  }

  @Test("all of one principal is fetched for its page, as far as that goes")
  func everything() async throws {
    let scene = try EngineScene(CountedEvents(3000), most: 500)
    let isWhole = try await EngineEvents(scene.engine, scene.collection).fetchAll(
      .always, since: nil, until: nil)
    #expect(!isWhole)
    #expect(scene.collection.store.read { $0.sources[0].read } > 400)
  }
}
