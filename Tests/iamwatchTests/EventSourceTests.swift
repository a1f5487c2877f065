import Feeds
import Testing

@testable import iamwatch

@Suite("Sources by their form")
struct EventSourceTests {
  private func path(_ text: String) throws -> String? {
    guard case .path(let path) = try EventSource(text).kind else { return nil }
    return path
  }

  @Test(
    "what names no service is a path",
    arguments: ["-", "events.json", "/var/log/trail", "logs/*.json.gz", "./demo", "C:events", "demo.json"])
  func paths(text: String) throws { #expect(try path(text) == text) }

  @Test("a source keeps the name the user gave it")
  func name() throws { #expect(try EventSource("demo:7").name == "demo:7") }

  @Test("the demo's seed is the number behind the colon")
  func seed() throws { #expect(try EventSource("demo:7").demo?.seed == 7) }

  @Test("the demo without a seed is always the same")
  func noSeed() throws { #expect(try EventSource("demo").demo?.seed == EventSource("demo").demo?.seed) }

  @Test(
    "a seed that is no whole number is refused",
    arguments: ["demo:seven", "demo:", "demo:-1", "demo:1.5", "demo:1:2"])
  func badSeed(text: String) { #expect(throws: UsageError.self) { try EventSource(text) } }

  @Test("one query may be over several log groups, a tail is of one")
  func logGroups() throws {
    guard case .insights(let groups) = try EventSource("insights:a,b").kind else {
      Issue.record("no Logs Insights")
      return
    }
    #expect(groups.identifiers == ["a", "b"])
    #expect(throws: UsageError.self) { try EventSource("logs:a,b") }
    #expect(throws: UsageError.self) { try EventSource("insights:") }
  }

  @Test("a live tail is of ten log groups at most, by name or ARN")
  func liveTail() throws {
    let arn = "arn:aws:logs:eu-west-1:111122223333:log-group:b"
    guard case .liveTail(let groups) = try EventSource("live:a,\(arn)").kind else {
      Issue.record("no Live Tail")
      return
    }
    #expect(groups.identifiers == ["a", arn])
    let eleven = (1...11).map { "g\($0)" }.joined(separator: ",")
    for text in ["live:", "live:arn:aws:logs:x", "live:\(eleven)"] {
      #expect(throws: UsageError.self) { try EventSource(text) }
    }
  }

  @Test("a live tail has no end for a snapshot, and what has is named")
  func onceOfLiveTail() throws {
    let error = #expect(throws: UsageError.self) { try EventSource("live:a,b").checkForOnce() }
    #expect(
      error?.description
        == "--source live:a,b: a live tail has no end for --once to read to; name logs:a or insights:a,b")
    try EventSource("logs:a").checkForOnce()
  }

  @Test("what is billed has a meter")
  func meter() throws {
    #expect(try EventSource("insights:a").meter != nil)
    #expect(try EventSource("live:a").meter != nil)
    #expect(try EventSource("logs:a").meter == nil)
  }

  @Test("an OpenSearch domain and a serverless collection are told apart by their form")
  func openSearch() throws {
    let services = try ["opensearch", "aoss"].map { form -> String? in
      guard case .openSearch(let address) = try EventSource("\(form):https://h/cwl-*").kind else {
        return nil
      }
      return address.service.rawValue
    }
    #expect(services == ["es", "aoss"])
  }

  @Test("an address that is none is refused, and its password not told")
  func badAddress() throws {
    for text in ["aoss:h", "opensearch:", "opensearch:https://me:hunter2@h/x"] {
      let error = #expect(throws: UsageError.self) { try EventSource(text) }
      #expect(error?.description.contains("hunter2") == false)
    }
  }

  @Test("the empty name is refused")
  func empty() { #expect(throws: UsageError.self) { try EventSource("") } }

  @Test("the refusal names the source")
  func refusal() throws {
    let error = #expect(throws: UsageError.self) { try EventSource("live:a b") }
    #expect(error?.description.contains("live:a b") == true)
  }

  @Test("the demo names its accounts, each of 12 digits, files name none")
  func accounts() throws {
    let demo = try EventSource("demo").accountNames
    #expect(demo.count > 20)
    #expect(demo.allSatisfy { $0.id.utf8.count == 12 && !$0.name.isEmpty })
    #expect(try EventSource("events.json").accountNames.isEmpty)
  }
}
