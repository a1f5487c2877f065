import Testing

@testable import Configuration

@Suite("A configuration with a mistake")
struct BadConfigurationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let yaml: String
    /// Line and column, counted by hand.
    let place: (line: Int, column: Int)
    /// What the message has to say.
    let says: [String]

    init(_ yaml: String, _ line: Int, _ column: Int, _ says: String...) {
      (self.yaml, place, self.says) = (yaml, (line, column), says)
    }

    var testDescription: String { yaml }
  }

  private static let cases = [
    Case("contxts: {}", 1, 1, "unknown key \"contxts\"", "did you mean contexts?"),
    Case("colour: red", 1, 1, "unknown key", "default_context, contexts, accounts, account_names, pipeline"),
    Case("a: b: c", 1, 5),
    Case("rules: []\nrules: []", 2, 1, "written twice"),
    Case("[1, 2]", 1, 1, "a mapping with the keys"),
    Case("a\n---\nb", 1, 1, "a mapping"),
    Case("rules: []\n---\nrules: []", 3, 1, "second document"),
    Case("default_context: prod", 1, 18, "no context \"prod\"", "under contexts"),
    Case("default_context: [prod]", 1, 18, "write a text"),
    Case("default_context: prd\ncontexts: {prod: {}, lab: {}}", 1, 18, "the contexts are prod, lab"),
    Case("contexts: [prod]", 1, 11, "contexts: write a mapping"),
    Case("contexts: {prod: {source: [demo]}}", 1, 19, "in contexts.prod", "did you mean sources?"),
    Case("contexts: {prod: {sources: demo}}", 1, 28, "write a list"),
    Case("contexts: {prod: {sources: [{profile: x}]}}", 1, 29, "the key source is missing"),
    Case("contexts: {prod: {sources: [[demo]]}}", 1, 29, "write a text"),
    Case("contexts: {prod: {sources: [demo:x]}}", 1, 29, "sources[0]", "whole number"),
    Case("contexts: {prod: {sources: [\"logs:\"]}}", 1, 29, "a log group is missing"),
    Case("contexts: {prod: {sources: [\"opensearch:https://x\"]}}", 1, 29, "index pattern"),
    Case("contexts: {prod: {sources: [\"opensearch:http://x/y\"]}}", 1, 29, "this machine only"),
    Case("contexts: {prod: {region: virginia}}", 1, 27, "us-east-1"),
    Case("contexts: {prod: {filter: \"is:purple\"}}", 1, 27, "contexts.prod.filter", "column 4", "purple"),
    Case(
      "contexts: {prod: {filter: \"@deneid\"}}\nfilters: {denied: \"is:denied\"}", 1, 27,
      "did you mean @denied?"),
    Case("accounts: {\"1111\": {name: x}}", 1, 12, "12 digits"),
    Case("accounts: {\"11112222333a\": {name: x}}", 1, 12, "12 digits"),
    Case("accounts:\n  \"111122223333\": {}\n  \"111122223333\": {}", 3, 3, "twice"),
    Case("accounts: {\"111122223333\": {nmae: x}}", 1, 29, "did you mean name?"),
    Case("accounts: {\"111122223333\": {role_arn: audit}}", 1, 39, "role's ARN"),
    Case("accounts: {\"111122223333\": {regions: us-east-1}}", 1, 38, "write a list"),
    Case("accounts: {\"111122223333\": {regions: [us-east-1, here]}}", 1, 50, "regions[1]"),
    Case("pipeline: {security_account: 999}", 1, 30, "12 digits"),
    Case("pipeline: {organization_id: abc}", 1, 29, "o-"),
    Case("pipeline: {read_only_events: \"false\"}", 1, 30, "true or false"),
    Case("pipeline: {log_group: \"a b\"}", 1, 23, "log group's name"),
    Case("pipeline: {opensearch: {endpoint: search.example}}", 1, 35, "https://"),
    Case("pipeline: {opensearch: https://x}", 1, 24, "mapping with the keys endpoint"),
    Case("notify: {webhook: {url: \"http://alerts.example/x\"}}", 1, 25, "this machine only"),
    Case("notify: {webhook: {url: \"https://kim:pw@alerts.example/x\"}}", 1, 25, "leave the user"),
    Case("notify: {bell: {severity: loud}}", 1, 27, "critical"),
    Case("notify: {bell: {form: gong}}", 1, 23, "osc777"),
    Case("notify: {command: page}", 1, 19, "write a list"),
    Case("notify: {command: []}", 1, 19, "name the program"),
    Case("limits: {logs: fast}", 1, 16, "requests a second"),
    Case("limits: {logs: 0}", 1, 16, "above 0"),
    Case("limits: {log: 5}", 1, 10, "did you mean logs?"),
    Case("rules: ~/rules", 1, 8, "write a list"),
    Case("mutes: {rule: r, reason: why}", 1, 8, "write a list"),
    Case("mutes: [{reason: why}]", 1, 9, "mutes[0]: the key rule is missing"),
    Case("mutes: [{rule: r}]", 1, 9, "the key reason is missing"),
    Case("mutes: [{rule: r, reason: \"\"}]", 1, 27, "write a text"),
    Case("mutes: [{rule: r, reason: why, until: soon}]", 1, 39, "write a time such as"),
    Case("mutes: [{rule: r, reason: why, untill: soon}]", 1, 32, "did you mean until?"),
    Case("filters: {bad: \"is:denied AND\"}", 1, 16, "filters.bad", "column 14"),
    Case("filters: {\"a b\": \"is:denied\"}", 1, 11, "letters, digits"),
    Case("keys: [freeze]", 1, 7, "commands and their keys"),
    Case("keys: {freeze: {a: b}}", 1, 16, "write a text"),
    Case("placeholders: {admins: alice}", 1, 24, "write a list"),
  ]

  @Test("is refused with its line, its column and what to write", arguments: cases)
  func refused(wrong: Case) throws {
    let errors = try #require(throws: ConfigurationErrors.self) {
      try Configuration(yaml: wrong.yaml, file: "c.yaml", home: nil)
    }
    let first = try #require(errors.all.first)
    #expect(first.place == FilePlace(line: wrong.place.line, column: wrong.place.column), "\(first)")
    for part in wrong.says { #expect(first.description.contains(part), "\(first)") }
    #expect(first.description.hasPrefix("c.yaml:\(wrong.place.line):\(wrong.place.column): "))
  }

  @Test("every mistake of a file is named at once, in its order")
  func all() throws {
    let errors = try #require(throws: ConfigurationErrors.self) {
      try Configuration(
        yaml: "default_context: x\nlimits: {logs: -1}\nfilters: {a: \"is:\"}\nnope: 1", file: "c", home: nil)
    }
    #expect(errors.all.map { $0.place?.line } == [1, 2, 3, 4])
  }
}
