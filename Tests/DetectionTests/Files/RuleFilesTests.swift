import CloudTrail
import Query
import Testing

@testable import Detection

/// A Sigma document about one event name.
func sigmaRule(_ name: String, id: String? = nil, more: String = "") -> String {
  """
  title: \(name)
  \(id.map { "id: \($0)\n" } ?? "")logsource: {product: aws, service: cloudtrail}
  \(more)detection:
    selection:
      eventName: \(name)
    condition: selection

  """
}

private func record(_ name: String, _ more: String = "") -> String {
  #"{"eventVersion":"1.08","eventTime":"2026-11-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"\#(name)"\#(more)}"#
}

/// The ids of the rules that match a record.
private func matched(_ loaded: LoadedRules, _ record: String) -> [String] {
  let set = RuleSet(loaded.rules)
  return RecordText.map(record) { set.matches($0).alerts.indices.map { set.rules[$0].id } }.flatMap { $0 }
}

@Suite struct RuleFilesTests {
  @Test(
    "a rule's id is Sigma's, else the file's name; the text decides where the name does not say what it is")
  func ids() throws {
    let loaded = try RuleFiles.load([
      RuleFile(path: "d/a.yml", text: sigmaRule("A", id: "one") + "---\n" + sigmaRule("B")),
      RuleFile(path: "d/b.yaml", text: sigmaRule("C")),
      RuleFile(path: "d/p.json", text: #"{"detail":{"eventName":["D"]}}"#),
      RuleFile(path: "/dev/fd/63", text: #" {"detail":{"eventName":["E"]}}"#),
    ])
    #expect(loaded.rules.map(\.id) == ["one", "a.yml#2", "b.yaml", "p.json", "63"])
    #expect(matched(loaded, record("D")) == ["p.json"])
    #expect(matched(loaded, record("C")) == ["b.yaml"])
  }

  @Test("an EventBridge rule may be what describe-rule prints, its pattern an object or a string")
  func describedRules() throws {
    for pattern in [
      #"{"source":["aws.iam"],"detail":{"eventName":["A"]}}"#, #""{\"detail\":{\"eventName\":[\"A\"]}}""#,
    ] {
      let text =
        #"{"Name":"made","Description":"why","EventPattern":\#(pattern),"State":"ENABLED","Level":"high","Tags":["t"]}"#
      let loaded = try RuleFiles.load([RuleFile(path: "r.json", text: text)])
      let rule = try #require(loaded.rules.first)
      #expect(rule.title == "made" && rule.description == "why" && rule.level == .high && rule.tags == ["t"])
      #expect(matched(loaded, record("A")) == ["r.json"] && matched(loaded, record("B")).isEmpty)
    }
  }

  @Test("an event that came in an envelope is asked with it, a bare record with a rebuilt one")
  func envelopes() throws {
    let loaded = try RuleFiles.load([
      RuleFile(path: "r.json", text: #"{"source":["aws.iam"],"account":["1"]}"#)
    ])
    let envelope = { (account: String) in
      #"{"detail-type":"x","source":"aws.iam","account":"\#(account)","detail":\#(record("A"))}"#
    }
    #expect(matched(loaded, envelope("1")) == ["r.json"] && matched(loaded, envelope("2")).isEmpty)
    #expect(matched(loaded, record("A", #","recipientAccountId":"1""#)) == ["r.json"])
  }

  @Test("every document that cannot be honoured is named with its file, line and reason")
  func refusals() throws {
    let error = try #require(throws: RuleRefusals.self) {
      try RuleFiles.load([
        RuleFile(path: "a.yml", text: sigmaRule("A").replacing("eventName:", with: "eventName|nosuch:")),
        RuleFile(path: "b.json", text: "{\n\"detail\":{\"a\":[{\"foo\":1}]}}"),
        RuleFile(path: "c.json", text: "{\"Level\":\"awful\",\n\"EventPattern\":{\"a\":[1]}}"),
        RuleFile(path: "d.json", text: "{\"Name\":\"n\",\n\"EventPattern\":\n{\"a\":1}}"),
        RuleFile(path: "e.yml", text: sigmaRule("E", id: "x")),
        RuleFile(path: "f.yml", text: sigmaRule("F", id: "x")),
      ])
    }
    #expect(
      error.all.map { "\($0.path):\($0.line)" } == ["a.yml:5", "b.json:2", "c.json:1", "d.json:3", "f.yml:1"])
    #expect(error.all[1].reason == "Event pattern is not valid. Reason: Unrecognized match type foo")
    #expect(error.all[4].reason.contains("e.yml:1"))
  }

  @Test("a filter narrows the rules that it names, or any, built-in ones too")
  func filters() throws {
    let filter = { (rules: String) in
      """
      title: Not kim
      logsource: {product: aws, service: cloudtrail}
      filter:
        rules: \(rules)
        selection: {userAgent: kim}
        condition: not selection
      """
    }
    let files = { (rules: String) in
      [
        RuleFile(path: "f.yml", text: filter(rules)),
        RuleFile(
          path: "r.yml",
          text: sigmaRule("A", id: "a", more: "name: rule_a\n") + "---\n" + sigmaRule("B", id: "b")),
      ]
    }
    let kim = #","userAgent":"kim""#
    let byName = try RuleFiles.load(files("[rule_a]"))
    #expect(matched(byName, record("A")) == ["a"] && matched(byName, record("A", kim)).isEmpty)
    #expect(matched(byName, record("B", kim)) == ["b"])
    #expect(matched(try RuleFiles.load(files("any")), record("B", kim)).isEmpty)
    #expect(throws: RuleRefusals.self) { try RuleFiles.load(files("[nobody]")) }
  }

  @Test("an explanation names field, value and line")
  func explanation() throws {
    let text = """
      title: T
      logsource: {product: aws}
      detection:
        s:
          eventName:
            - X
            - A*
          requestParameters.tags.key|contains: adm
        f:
          errorCode|exists: true
        condition: s and not f
      """
    let rule = try #require(try RuleFiles.load([RuleFile(path: "t.yml", text: text)]).rules.first)
    let event = try JSONDocument(
      parsing: Array(record("Abc", #","requestParameters":{"tags":[{"key":"x"},{"key":"ADMIN"}]}"#).utf8))
    #expect(
      rule.explanation(of: GivenEvent(event)) == [
        MatchReason(field: "eventName", value: "Abc", line: 7),
        MatchReason(field: "requestParameters.tags.key", value: "ADMIN", line: 8),
        MatchReason(field: "errorCode", value: nil, line: 10),
      ])
    let other = try JSONDocument(parsing: Array(record("Abc").utf8))
    #expect(rule.explanation(of: GivenEvent(other)) == nil)
  }

  @Test("ten thousand rules about other events are not asked")
  func index() throws {
    let files = (0..<10_000).map { RuleFile(path: "\($0).yml", text: sigmaRule("Name\($0)")) }
    let set = RuleSet(try RuleFiles.load(files).rules)
    let event = record("Other")
    let clock = ContinuousClock()
    let text = String(repeating: event + "\n", count: 2000)
    let none = clock.measure { _ = RecordText.map(text) { RuleSet([]).matches($0) } }
    let many = clock.measure { _ = RecordText.map(text) { set.matches($0) } }
    // Asking each would be ten thousand times the work.
    #expect(many < none * 20 + .milliseconds(200))
  }
}
