import Query
import Testing

@testable import Detection

@Suite struct NamedRulesTests {
  private func correlation(_ id: String, of rules: String) -> String {
    """
    title: \(id)
    id: \(id)
    correlation:
      type: temporal
      rules: [\(rules)]
      group-by: [userIdentity.arn]
      timespan: 1h

    """
  }

  private func loaded() throws -> LoadedRules {
    let documents = [
      sigmaRule("A", id: "a"), sigmaRule("B", id: "b"), sigmaRule("C", id: "c"), sigmaRule("D", id: "d"),
      correlation("far", of: "c, d"), correlation("near", of: "a, b"), correlation("top", of: "near, a"),
    ]
    return try RuleFiles.load([RuleFile(path: "r.yml", text: documents.joined(separator: "---\n"))])
  }

  @Test("a correlation brings those that it refers to, in their places, and no others")
  func correlations() throws {
    let only = try loaded().only(["top"])
    #expect(only.rules.isEmpty)
    #expect(only.correlations.map(\.id) == ["near", "top"])
    guard case .correlation(let place) = only.correlations[1].sources[0] else {
      Issue.record("the correlation refers to none")
      return
    }
    #expect(only.correlations[place].id == "near")
  }

  @Test("only what the rules match is asked for")
  func wanted() throws {
    let only = try loaded().only(["far"])
    let set = RuleSet(only.rules, correlations: only.correlations)
    let wanted = CompiledPredicate(set.wanted)
    func isWanted(_ name: String) -> Bool {
      let record =
        #"{"eventVersion":"1.08","eventTime":"2026-11-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"\#(name)"}"#
      return RecordText.map(record) { wanted.matches($0) } == [true]
    }
    #expect(["A", "B", "C", "D"].filter(isWanted) == ["C", "D"])
  }
}
