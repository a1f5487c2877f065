import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("What went wrong")
struct ProblemsTests {
  private func problem(_ text: String, ago: Int64 = 0, source: String = "logs:a") -> Message {
    .problem(Problem(time: Story.ago(ago), source: source, text: text))
  }

  /// The page's lines up to the sources.
  private func page(_ screen: Screen) -> [String] {
    Array(screen.lines.dropFirst(2).prefix { !$0.hasPrefix(" Sources") }.filter { !$0.isEmpty })
  }

  @Test("the latest stands first, with its time")
  func order() {
    var screen = Screen()
    screen.send(problem("older", ago: 60))
    screen.send(problem("newer"))
    screen.press(.character("!"))
    #expect(
      page(screen) == [
        " Problems  the latest first", "   14:03:21Z  logs:a", "     newer", "   14:02:21Z  logs:a",
        "     older",
      ])
  }

  @Test("what happens again is counted and moves up")
  func repeats() {
    var screen = Screen()
    screen.send(problem("throttled", ago: 60))
    screen.send(problem("other", ago: 30))
    screen.send(problem("throttled"))
    screen.send(problem("throttled", source: "logs:b"))
    screen.press(.character("!"))
    #expect(
      page(screen).filter { $0.contains("logs") } == [
        "   14:03:21Z  logs:b", "   14:03:21Z  2 times since 14:02:21Z  logs:a", "   14:02:51Z  logs:a",
      ])
  }

  @Test("one that does not say when gets the time it is told at")
  func timeless() {
    var screen = Screen()
    screen.send(.problem(Problem(source: "x", text: "y")))
    screen.press(.character("!"))
    #expect(page(screen).contains("   14:03:21Z  x"))
  }

  @Test("the header tells how many nobody has looked at, until somebody looks")
  func badge() {
    var screen = Screen(columns: 160)
    #expect(screen.lines[0].contains("problem") == false)
    screen.send(problem("a"))
    screen.send(problem("b"))
    screen.send(problem("a"))
    #expect(screen.lines[0].contains("! 2 problems"))
    screen.press(.character("!"))
    #expect(screen.lines[0].contains("problem") == false)
    screen.send(problem("while one looks"))
    screen.press(.escape)
    #expect(screen.lines[0].contains("problem") == false)
    screen.send(problem("a"))
    #expect(screen.lines[0].contains("! 1 problem"))
  }

  @Test("a long one is told to its end")
  func long() {
    var screen = Screen(columns: 80, rows: 24)
    let words = (1...40).map { "word\($0)" }
    screen.send(problem(words.joined(separator: " ")))
    screen.press(.character("!"))
    let text = screen.lines.joined(separator: " ")
    for word in words { #expect(text.contains(word)) }
  }

  @Test("a source tells its lag, its last event, what became of its records and what it costs")
  func health() {
    var source = SourceHealth(source: "insights:/aws/events/iam-audit")
    (source.state, source.read, source.rejected, source.outOfScope) = (.live, 1_204_118, 3, 12_000)
    (source.duplicates, source.late, source.lagSeconds) = (41, 2, 95)
    (source.bytesScanned, source.costUSD) = (12_400_000_000, 0.062)
    source.lastEvent = Story.ago(95)
    (source.requests, source.throttles, source.costPerHourUSD, source.clockSlowSeconds) = (
      1310, 4, 0.021, -3600
    )
    var screen = Screen()
    screen.send(.health([source]))
    screen.press(.character("!"))
    let lines = screen.lines.drop { !$0.hasPrefix(" Sources") }.dropFirst().prefix(4)
    #expect(
      Array(lines) == [
        "   ● insights:/aws/events/iam-audit  live",
        "     lag 1m   last event 14:01:46Z, 1m ago   12 GB scanned   $0.06, $0.02 within the last hour",
        "     read 1,204,118   rejected 3   duplicates 41   out of scope 12,000   late 2",
        "     1,310 requests   throttled 4   this machine's clock is 1h fast: requests are signed for AWS's time",
      ])
  }

  @Test("a source that has brought nothing for long is said to be stale")
  func stale() {
    var source = SourceHealth(source: "logs:x")
    (source.state, source.lagSeconds) = (.live, 1000)
    var screen = Screen()
    screen.send(.health([source]))
    screen.press(.character("!"))
    #expect(screen.lines.contains("   ○ logs:x  STALE 16m"))
    #expect(screen.lines.contains("     no event yet") == false)
    #expect(screen.lines.contains { $0.contains("lag 16m   no event yet") })
  }

  @Test("no more are kept than somebody would read")
  func bounded() {
    var problems = Problems()
    for number in 0..<700 { problems.add(Problem(source: "", text: "\(number)"), now: Story.now) }
    #expect(problems.entries.map(\.problem.text) == (200..<700).map { "\($0)" })
  }
}
