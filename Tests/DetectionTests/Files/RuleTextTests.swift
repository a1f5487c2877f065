import Testing

@testable import Detection

@Suite("Rules as they were written")
struct RuleTextTests {
  private static let rule = """
    # ours
    title: A
    id: a
    logsource: {product: aws}
    detection: {s: {eventName: X}, condition: s}

    """

  private func loaded(_ text: String, _ path: String = "r.yml") throws -> LoadedRules {
    try RuleFiles.load([RuleFile(path: path, text: text)])
  }

  @Test("of a file with one rule it is the whole text, comments above it too")
  func whole() throws {
    let text = try #require(try loaded(Self.rule).rules.first?.text)
    #expect(text.firstLine == 1 && text.text + "\n" == Self.rule)
  }

  @Test("of a file with several each has its own lines")
  func several() throws {
    let second = Self.rule.replacing("id: a", with: "id: b").replacing("# ours\n", with: "")
    let correlation = """
      title: C
      id: c
      correlation: {type: event_count, rules: [a], group-by: [x], timespan: 1m, condition: {gte: 2}}
      """
    let rules = try loaded("\(Self.rule)---\n\(second)\n---\n\(correlation)\n")
    let texts = (rules.rules.map(\.text) + rules.correlations.map(\.text)).compactMap { $0 }
    #expect(texts.map(\.firstLine).sorted() == [7, 13])
    #expect(texts.first { $0.firstLine == 7 }?.text.hasSuffix("condition: s}") == true)
    #expect(texts.first { $0.firstLine == 13 }?.text == correlation[...])
  }

  @Test("the line of a match is a line of the text")
  func lines() throws {
    let rule = try #require(try loaded(Self.rule).rules.first)
    let text = try #require(rule.text)
    let line = text.text.split(separator: "\n", omittingEmptySubsequences: false)[4]
    #expect(line.contains("eventName"))
  }

  @Test("an event pattern is shown whole")
  func pattern() throws {
    let text = #"{"source":["aws.iam"]}"#
    #expect(try loaded(text, "p.json").rules.first?.text?.text == text[...])
  }

  @Test("every built-in rule has its text, without the events that it is tested with")
  func builtIn() throws {
    let rules = try RuleFiles.load(BuiltInRules.files)
    for rule in rules.rules + rules.correlations.map(\.rule) {
      let text = try #require(rule.text, "\(rule.id)")
      #expect(text.text.contains(rule.title) && !text.text.contains("must_match"), "\(rule.id)")
    }
  }
}
