import CloudTrail
import Testing

@testable import Query

/// Published Sigma rules with labelled matches.
@Suite(.enabled(if: !RecordedData.paths("sigma").isEmpty, "skipped: no recorded rules"))
struct RecordedRulesTests {
  private static let patterns = ["sigmahq/*/*/*/*", "sigmahq/*/*/*", "sigmahq/*/*", "suzaku-rules/*/*/*"]
  static let files = patterns.flatMap { RecordedData.paths("sigma/\($0)/*.yml") }

  /// The placeholders of rules that are published without values for them.
  private static let placeholders = ["Legitimate_Countries": ["KR"], "Legitimate_IP_Ranges": ["192.0.2.1"]]

  @Test("every published rule loads, but for those with aggregations that version 2 removed")
  func loads() {
    for path in RecordedRulesTests.files {
      do {
        _ = try SigmaSyntax.documents(
          from: RecordedData.text(of: path), placeholders: RecordedRulesTests.placeholders)
      } catch {
        #expect(error.reason.contains("was removed in version 2"), "\(path): \(error)")
      }
    }
  }

  @Test("a rule whose placeholder has no values is refused with the line of it")
  func placeholder() throws {
    for path in RecordedData.paths("sigma/sigmahq/rules-placeholder/*/*/*/*.yml") {
      let error = try #require(throws: SigmaError.self) {
        try SigmaSyntax.documents(from: RecordedData.text(of: path))
      }
      let lines = RecordedData.text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines[error.line - 1].contains("|expand:"))
    }
  }

  @Test("over the recorded records the matches are the labelled ones, event for event")
  func labelled() throws {
    var predicates: [String: CompiledPredicate] = [:]
    for line in RecordedData.lines("sigma/labelled*.jsonl") {
      let rule = try #require(line["rule"])
      let predicate: CompiledPredicate
      if let known = predicates[rule] {
        predicate = known
      } else {
        let documents = try SigmaSyntax.documents(
          from: RecordedData.text(of: "\(RecordedData.folder)/sigma/sigmahq/\(rule)"))
        guard case .rule(let sigma) = documents[0] else { continue }
        predicate = CompiledPredicate(sigma.detection.predicate)
        predicates[rule] = predicate
      }
      let event = try #require(line["event"])
      #expect("\(predicate.matches(TestSubject(event)))" == line["matches"], "\(line["name"] ?? "")")
    }
  }
}
