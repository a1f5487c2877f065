import ArgumentParser
import CloudTrail
import Detection
import Query
import Testing

@testable import iamwatch

@Suite("What a command was asked")
struct QuestionTests {
  private let now = Timestamp(milliseconds: 1_793_491_200_000)  // 2026-11-01T00:00:00Z

  private func question(_ arguments: String...) throws -> Question {
    try Question(CommonOptions.parse(["--source", "demo"] + arguments), now: now)
  }

  private func refusal(_ arguments: String...) throws -> String? {
    let options = try CommonOptions.parse(["--source", "demo"] + arguments)
    return #expect(throws: UsageError.self) { try Question(options, now: now) }?.description
  }

  @Test("sources stand in the order given")
  func sources() throws {
    let question = try Question(
      CommonOptions.parse(["--source", "b", "--source", "a", "--source", "b"]), now: now)
    #expect(question.sources.map(\.name) == ["b", "a", "b"])
  }

  @Test("without options everything in scope identity is counted")
  func defaults() throws {
    let question = try question()
    #expect(question.since == nil && question.until == nil)
    #expect(question.filter == nil && question.filterText == nil)
    #expect(question.scope == .identity)
    #expect(!question.rules.rules.isEmpty)
  }

  @Test("durations count from the moment of asking")
  func since() throws {
    let question = try question("--since", "24h", "--until", "2026-11-01T00:00Z")
    #expect(question.since?.milliseconds == now.milliseconds - 86_400_000)
    #expect(question.until == now)
  }

  @Test("the filter is kept as it was written")
  func filter() throws {
    let question = try question("--filter", "is:denied  -principal:x")
    #expect(question.filterText == "is:denied  -principal:x")
    #expect(question.filter != nil)
  }

  @Test("scope all counts every service's events")
  func scope() throws { #expect(try question("--scope", "all").scope == .all) }

  @Test("no built-in rule runs where none is wanted")
  func rules() throws { #expect(try question("--no-builtin-rules").rules.rules.isEmpty) }

  @Test("the demo's accounts have names")
  func names() throws { #expect(try question().accountNames.count > 20) }

  @Test(
    "a bad value is refused with its flag",
    arguments: [("--since", "soon"), ("--until", "x"), ("--scope", "some")])
  func refusals(flag: String, value: String) throws {
    let text = try #require(try refusal(flag, value))
    #expect(text.contains(flag) && text.contains(value))
  }

  @Test(
    "a bad filter is refused with the column where the trouble begins",
    arguments: [("is:purple", 4), ("(is:denied", 1), ("is:denied)", 10), ("is:denied AND", 14)])
  func badFilter(text: String, column: Int) throws {
    let said = try #require(try refusal("--filter", text))
    #expect(said.contains("--filter"))
    let number = said.split(separator: "column ").last.flatMap { Int($0.prefix { $0.isNumber }) }
    // Of a bracket without its partner the column may be its own or where the partner is missed.
    #expect(number == column || (column == 1 && number == text.count + 1), "\(said)")
  }
}
