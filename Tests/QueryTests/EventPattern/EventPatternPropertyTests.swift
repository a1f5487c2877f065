import CloudTrail
import Seeded
import Testing

@testable import Query

/// Patterns may match too much, never too little: asked of random records, and answered by the reader of patterns that AWS's own answers
/// check (``RecordedPatternTests``).
@Suite struct EventPatternPropertyTests {
  @Test("every event that a predicate holds for matches its pattern", .timeLimit(.minutes(1)))
  func neverTooLittle() throws {
    var cases = RandomCase(random: SeededRandom(state: 11))
    var (held, narrowed) = (0, 0)
    for _ in 0..<1500 {
      let predicate = cases.predicate()
      let patterns = EventPatternQuery(predicate).patterns
      let asked = try patterns.map { try compiled($0) }
      let whole = CompiledPredicate(predicate)
      for _ in 0..<4 {
        let record = record(&cases)
        let (holds, matches) = answers(whole, asked, on: record)
        if holds { held += 1 }
        if !matches { narrowed += 1 }
        #expect(!holds || matches, "\(predicate) as \(patterns) on \(record)")
      }
    }
    #expect(held > 1000)
    #expect(narrowed > 500)
  }

  private func compiled(_ pattern: String) throws -> CompiledPredicate {
    #expect(pattern.utf8.count <= EventPatternSyntax.longest)
    return CompiledPredicate(try EventPatternSyntax.predicate(from: pattern).predicate)
  }

  /// A record with the fields that CloudTrail writes as texts, and others of any form.
  private func record(_ cases: inout RandomCase) -> String {
    let names: [EventField: String] = [
      .service: "eventSource", .awsRegion: "awsRegion", .userAgent: "userAgent", .errorCode: "errorCode",
    ]
    var members: [(String, Tree)] = [
      ("eventName", .string("CreateUser")), ("eventTime", .string("2026-11-01T00:00:00Z")),
    ]
    for (field, text) in cases.eventFields() { members.append((names[field] ?? "", .string(text))) }
    if case .object(let more) = cases.object(4) { members += more }
    return Tree.object(members).json
  }

  /// Whether the predicate holds, and whether a pattern matches.
  private func answers(
    _ predicate: CompiledPredicate, _ patterns: [CompiledPredicate], on record: String
  ) -> (holds: Bool, matches: Bool) {
    var answers = (holds: false, matches: false)
    var reader = EventReader(MemorySource(Array(record.utf8))) { event in
      answers.holds = predicate.matches(event)
      answers.matches = event.withEnvelope { envelope in
        guard let envelope else { return false }
        for pattern in patterns where pattern.matches(event, pathsFrom: envelope) { return true }
        return false
      }
    }
    _ = reader.read()
    reader.finish()
    return answers
  }
}
