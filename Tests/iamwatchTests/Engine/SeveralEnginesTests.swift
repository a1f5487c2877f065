import ArgumentParser
import Audit
import CloudTrail
import Dashboard
import Feeds
import Query
import Testing

@testable import iamwatch

@Suite("Several engines count for the screen")
struct SeveralEnginesTests {
  private func engine(_ sources: CountedEvents..., tell: @escaping @Sendable (String) -> Void = { _ in })
    throws -> (ScreenEngine, Collection)
  {
    let names = sources.indices.flatMap { ["--source", "opensearch:http://127.0.0.1:1/cwl-\($0)"] }
    let question = try Question(
      CommonOptions.parse(names + ["--no-builtin-rules"]), now: Timestamp(seconds: CountedEvents.start + 3600)
    )
    let engines = sources.enumerated().map { place, source in
      PolledSources.Engine(
        place: place, name: "domain \(place)", health: FeedHealth(), engine: source, isBilled: false)
    }
    let manners = ScreenEngine.Manners(settling: .zero, rest: .zero, page: 100, most: 1000)
    let engine = ScreenEngine(question, engines, manners: manners, tell: { tell($0.text) })
    return (engine, Collection(question, duplicates: .first, keepsRecords: true))
  }

  @Test("their counts add up, and are called approximate for the copies that may be among them")
  func addedUp() async throws {
    let (engine, _) = try engine(
      CountedEvents(7), CountedEvents(5, account: "444455556666"), CountedEvents(4))
    let answer = try await engine.count(SummaryRequest(), partly: { _ in })
    #expect(answer.summary.totals.events == 16)
    #expect(answer.summary.accounts.map(\.counts.events) == [11, 5])
    #expect(answer.remarks.contains(.copiesAcrossSources))
    #expect(!answer.remarks.contains(.missingSource))
  }

  @Test("they are asked up to one moment, so that their timelines have the same buckets")
  func sameMoment() async throws {
    let (one, other) = (CountedEvents(7), CountedEvents(5))
    _ = try await engine(one, other).0.count(SummaryRequest(), partly: { _ in })
    #expect(one.counts.first?.until != nil && one.counts.first?.until == other.counts.first?.until)
  }

  @Test("one that fails is told of, and the others are counted without it")
  func failing() async throws {
    let told = Given<String>()
    let refused = CountedEvents(5, failures: [SourceFailure(.lasting, "access denied")])
    let (engine, _) = try engine(CountedEvents(7), refused, tell: { told.take($0) })
    let answer = try await engine.count(SummaryRequest(), partly: { _ in })
    #expect(answer.summary.totals.events == 7)
    #expect(answer.remarks.contains(.missingSource))
    #expect(
      told.values == ["the engine did not answer, and its events are not in the counts: access denied"])
  }

  @Test("where all fail the question has no answer")
  func allFailing() async throws {
    let failures = [SourceFailure(.lasting, "access denied")]
    let (engine, _) = try engine(CountedEvents(7, failures: failures), CountedEvents(5, failures: failures))
    await #expect(throws: failures[0]) { try await engine.count(SummaryRequest(), partly: { _ in }) }
  }

  @Test("auto asks them where more match in all than are held", arguments: [(11, true), (12, false)])
  func chosen(keep: Int, isEngines: Bool) async throws {
    let (engine, _) = try engine(CountedEvents(7), CountedEvents(5))
    #expect(await engine.isChosen(.auto, keep: keep) == isEngines)
  }

  @Test("the newest events are those of all, down to where every source has told")
  func newest() async throws {
    // One has an event a second up to 2,999 s, the other up to 2,949 s.
    let (engine, collection) = try engine(CountedEvents(3000), CountedEvents(2950))
    let given = Given<EventList>()
    let events = EngineEvents(engine, collection)
    try await events.answer(EventListRequest(limit: 40)) { given.take($0) }
    let reads = collection.store.read { $0.sources.map(\.read) }
    // 100 of the first, and of the other what is not older than the last of these.
    #expect(reads == [100, 50])
  }

  @Test("each event comes once however far back one goes")
  func further() async throws {
    let (engine, collection) = try engine(CountedEvents(300), CountedEvents(250))
    let isWhole = try await EngineEvents(engine, collection).fetchAll(.always, since: nil, until: nil)
    #expect(isWhole)
    // The second's are copies of the first's.
    let sources = collection.store.read { $0.sources }
    #expect(sources.map(\.read) == [300, 250])
    #expect(collection.store.summary(of: SummaryRequest()).totals.events == 300)
  }
}
