import CloudTrail
import Detection
import Testing

@testable import Pipeline

@Suite struct DashboardFilesTests {
  private static let rule = """
    title: Root {{used}}
    id: made
    level: critical
    description: Ask who it was.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection: {eventName: CreateUser, errorCode: AccessDenied}
      condition: selection
    """

  private func files() throws -> [RenderedFile] {
    let lesser = Self.rule.replacing("critical", with: "high").replacing("id: made", with: "id: less")
    return DashboardFiles.all(
      try RuleFiles.load([
        RuleFile(path: "made.yml", text: Self.rule), RuleFile(path: "less.yml", text: lesser),
      ]))
  }

  private func text(_ path: String) throws -> String {
    try #require(try files().first { $0.path == "dashboards/\(path)" }).text
  }

  @Test func `there is a monitor for each critical rule`() throws {
    #expect(try files().map(\.path).filter { $0.contains("monitors") } == ["dashboards/monitors/made.json"])
  }

  @Test func `a monitor asks for what the rule asks, and tells each event whole`() throws {
    let text = try text("monitors/made.json")
    _ = try JSONDocument(parsing: Array(text.utf8))
    #expect(text.contains("\"eventName\"") && text.contains("\"errorCode\""))
    #expect(text.contains(#"{{#ctx.results.0.hits.hits}}\u000a{{_source.account}}"#))
    #expect(text.contains(#"{{_source}}"#))
  }

  @Test func `a rule's words are no template`() throws {
    #expect(try text("monitors/made.json").contains(#""source": "CRITICAL Root { {used}}""#))
  }

  @Test func `an index pattern, three breakdowns, a timeline and a page of them are to be imported`() throws {
    let lines = try text("saved-objects.ndjson").split(separator: "\n")
    var types: [String] = []
    for line in lines {
      let document = try JSONDocument(parsing: Array(line.utf8))
      types.append(document.withView { $0.member("type")?.text?.string } ?? "")
    }
    #expect(types == ["index-pattern"] + Array(repeating: "visualization", count: 4) + ["dashboard"])
  }

  @Test func `what an object refers to is in the file`() throws {
    let lines = try text("saved-objects.ndjson").split(separator: "\n")
    var (ids, referred): (Set<String>, Set<String>) = ([], [])
    for line in lines {
      try JSONDocument(parsing: Array(line.utf8)).withView { view in
        ids.insert(view.member("id")?.text?.string ?? "")
        view.member("references")?.forEachElement { reference in
          referred.insert(reference.member("id")?.text?.string ?? "")
          return true
        }
      }
    }
    #expect(referred.isSubset(of: ids) && referred.count == 5)
  }
}
