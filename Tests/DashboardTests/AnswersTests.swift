import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Taking answers")
struct AnswersTests {
  private func summary(events: Int) -> Summary {
    var summary = Summary()
    summary.totals.events = events
    return summary
  }

  private func request(_ commands: [Command]) -> Int? {
    commands.compactMap { if case .summarise(let request, _) = $0 { request } else { nil } }.first
  }

  private func model() -> (Model, [Command]) {
    var model = Model(settings: Story.settings(), columns: 120, rows: 40, now: Story.now)
    let commands = model.start()
    return (model, commands)
  }

  @Test("an answer to a question that was replaced is dropped")
  func stale() throws {
    var (model, commands) = model()
    let old = try #require(request(commands))
    commands = update(&model, .key(.character("/")))
    _ = update(&model, .key(.paste("is:error")))
    _ = update(&model, .summary(request: old, summary(events: 7)))
    #expect(model.slot(.timeline).totals.events == 0)
    #expect(model.slot(.header).totals.events == 7, "the header's question was not replaced")
  }

  @Test("while an answer is awaited the one before stays")
  func noBlink() {
    var screen = Screen()
    let before = screen.lines
    _ = update(&screen.model, .batchArrived(events: 0))
    _ = update(&screen.model, .key(.character("/")))
    _ = update(&screen.model, .key(.paste("is:error")))
    #expect(Array(screen.lines.prefix(38)) == Array(before.prefix(38)))
  }

  @Test("a slot is not asked twice at a time: events that come in meanwhile are asked for afterwards, once")
  func coalescing() throws {
    var (model, commands) = model()
    let first = try #require(request(commands))
    for _ in 0..<5 { #expect(request(update(&model, .batchArrived(events: 1))) == nil) }
    commands = update(&model, .summary(request: first, summary(events: 1)))
    #expect(commands.count { if case .summarise = $0 { true } else { false } } == 1)
    let second = try #require(request(commands))
    commands = update(&model, .summary(request: second, summary(events: 6)))
    #expect(request(commands) == nil)
  }

  @Test("a partial answer is called partial")
  func partial() throws {
    var (model, commands) = model()
    var answer = summary(events: 3)
    answer.complete = false
    _ = update(&model, .summary(request: try #require(request(commands)), answer))
    commands = []
    #expect(view(model).plainLines.contains { $0.hasPrefix("─ Accounts 0  partial") })
  }

  @Test("a question that failed is told under !")
  func failed() throws {
    var (model, commands) = model()
    commands = update(&model, .failed(request: try #require(request(commands)), reason: "the engine is gone"))
    #expect(commands.isEmpty)
    _ = update(&model, .key(.character("!")))
    #expect(view(model).plainLines.contains { $0.contains("the engine is gone") })
  }
}
