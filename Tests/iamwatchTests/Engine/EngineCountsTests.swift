import CloudTrail
import Feeds
import Query
import Testing

@testable import iamwatch

@Suite("The engine counts for the screen")
struct EngineCountsTests {
  private func counts(_ scene: EngineScene) -> EngineCounts {
    EngineCounts(scene.engine) { scene.collection.heldSummary($0) }
  }

  private func answers(_ counts: EngineCounts, _ request: SummaryRequest) async throws -> [Summary] {
    let given = Given<Summary>()
    try await counts.answer(request) { given.take($0) }
    return given.values
  }

  @Test("what is counted is in scope, from where the sources are read")
  func asked() async throws {
    let source = CountedEvents(7)
    let scene = try EngineScene(source)
    _ = try await answers(counts(scene), SummaryRequest(predicate: .flag(.error)))
    let asked = try #require(source.counts.first)
    #expect(asked.since == scene.question.polledSince)
    #expect(asked.predicate == scene.question.inScope(.flag(.error)))
    #expect(!asked.tables.contains(.alerts), "no rules run in an engine")
  }

  @Test("the answer says that the engine counted, and what is known against it")
  func noted() async throws {
    let answer = try #require(try await answers(counts(EngineScene(CountedEvents(7))), SummaryRequest()).last)
    #expect(answer.totals.events == 7)
    #expect(answer.engine?.remarks.contains(.duplicatesUnknown) == true)
    #expect(!answer.isGrowing)
  }

  @Test("a view that was looked at before is not counted again while nothing came in")
  func kept() async throws {
    let source = CountedEvents(7)
    let counts = counts(try EngineScene(source))
    _ = try await answers(counts, SummaryRequest())
    _ = try await answers(counts, SummaryRequest(tables: [.accounts]))
    #expect(source.counts.count == 1)
  }

  @Test("when events came in, the count before stands until the next, which waits for its time")
  func rested() async throws {
    let source = CountedEvents(7)
    let counts = counts(try EngineScene(source, rest: .milliseconds(200)))
    _ = try await answers(counts, SummaryRequest())
    let start = ContinuousClock.now
    counts.eventsArrived(1)
    let again = try await answers(counts, SummaryRequest())
    #expect(again.map(\.isGrowing) == [true, false])
    #expect(source.counts.count == 2)
    #expect(ContinuousClock.now - start >= .milliseconds(150))
  }

  @Test("a screen that stands still is not counted for anew")
  func frozen() async throws {
    let source = CountedEvents(7)
    let counts = counts(try EngineScene(source))
    _ = try await answers(counts, SummaryRequest())
    counts.eventsArrived(1)
    let still = try await answers(counts, SummaryRequest(arrivedBefore: 3))
    #expect(still.map(\.isGrowing) == [false])
    #expect(source.counts.count == 1)
  }

  @Test("a question that is not awaited any more is not asked")
  func cancelled() async throws {
    let source = CountedEvents(7)
    let counts = counts(try EngineScene(source))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await answers(counts, SummaryRequest())
    }
    #expect(try await task.value.isEmpty)
    #expect(source.counts.isEmpty)
  }

  @Test("an engine that fails for a moment is asked again, and the reason told once")
  func failing() async throws {
    let told = Given<String>()
    let source = CountedEvents(7, failures: [SourceFailure(.transient, "reset")])
    let scene = try EngineScene(source, tell: { told.take($0) })
    let answer = try await answers(counts(scene), SummaryRequest()).last
    #expect(answer?.totals.events == 7)
    #expect(told.values == ["the engine did not answer, and is asked again: reset"])
  }

  @Test("a refusal that somebody has to help with is the question's end")
  func refused() async throws {
    let scene = try EngineScene(CountedEvents(7, failures: [SourceFailure(.lasting, "access denied")]))
    await #expect(throws: SourceFailure(.lasting, "access denied")) {
      try await answers(counts(scene), SummaryRequest())
    }
  }

  @Test("what the engine scans is the source's cost")
  func billed() async throws {
    let health = FeedHealth(meter: CostMeter(.gigabyte(0.005)))
    _ = try await answers(counts(EngineScene(CountedEvents(7), health: health)), SummaryRequest())
    #expect(health.report.bytesScanned == 1_000_000)
  }

  @Test("auto has the engine count where more match than are held", arguments: [(6, true), (7, false)])
  func chosen(keep: Int, isEngines: Bool) async throws {
    let scene = try EngineScene(CountedEvents(7))
    #expect(await scene.engine.isChosen(.auto, keep: keep) == isEngines)
    #expect(await scene.engine.isChosen(.engine, keep: keep))
    #expect(await !scene.engine.isChosen(.local, keep: keep))
  }

  @Test("an engine that cannot tell how many match does not count")
  func unable() async throws {
    let scene = try EngineScene(CountedEvents(7, failures: [SourceFailure(.lasting, "access denied")]))
    #expect(await !scene.engine.isChosen(.auto, keep: 1))
    #expect(scene.health.report.error == "access denied")
  }
}
