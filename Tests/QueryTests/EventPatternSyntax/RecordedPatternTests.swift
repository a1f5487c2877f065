import CloudTrail
import Testing

@testable import Query

/// Patterns with AWS's answers and those of the library behind it.
@Suite(.enabled(if: !RecordedData.paths("eventpatterns/*.jsonl").isEmpty, "skipped: no recorded patterns"))
struct RecordedPatternTests {
  /// match, noMatch or the reason of a refusal.
  private func answer(_ pattern: String, _ event: String) -> String {
    do {
      let written = try EventPatternSyntax.predicate(from: pattern)
      return written.predicate.matches(TestSubject(event)) ? "match" : "noMatch"
    } catch { return error.reason }
  }

  @Test("each pattern that AWS was asked about is answered as AWS did, with its reason where it refused")
  func asAWS() throws {
    for line in RecordedData.lines("eventpatterns/localstack*.jsonl") {
      let pattern = try #require(line["patternText"] ?? line["pattern"])
      let event = try #require(line["eventText"] ?? line["event"])
      var expected = try #require(line["expect"])
      if expected == "error", let message = line["awsError"].flatMap(RecordedPatternTests.message) {
        let firstLine = message.split(separator: "\n").first.map(String.init) ?? ""
        expected = firstLine.replacing("Event pattern is not valid. Reason: ", with: "")
      }
      #expect(answer(pattern, event) == expected, "\(line["name"] ?? "") \(pattern)")
    }
  }

  private static func message(of error: String) -> String? {
    (try? JSONDocument(parsing: Array(error.utf8)))?["Message"]
  }

  @Test("each pair of pattern and event matches as the library answered")
  func asTheLibrary() throws {
    let lines =
      RecordedData.lines("eventpatterns/event-ruler.jsonl") + RecordedData.lines("eventpatterns/real-*.jsonl")
    for line in lines {
      let pattern = try #require(line["patternText"] ?? line["pattern"])
      let event = try #require(line["eventText"] ?? line["event"])
      let expected = line["matches"] == "true" ? "match" : "noMatch"
      #expect(answer(pattern, event) == expected, "\(line["name"] ?? "") \(pattern) \(event)")
    }
  }

  @Test("a text is a pattern if the library takes it, unless repeated keys were forbidden")
  func validity() throws {
    for line in RecordedData.lines("eventpatterns/*validity.jsonl") where line["withOverriding"] != "false" {
      let text = try #require(line["patternText"])
      let isValid = (try? EventPatternSyntax.predicate(from: text)) != nil
      #expect("\(isValid)" == line["valid"], "\(text): \(line["error"] ?? "")")
    }
  }
}
