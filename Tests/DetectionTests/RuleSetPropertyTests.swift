import CloudTrail
import Query
import Testing

@testable import Detection

@Suite("A set of rules says what each of its rules says")
struct RuleSetPropertyTests {
  @Test("of random records, with what a thread remembers of their kinds and without", arguments: 0..<20)
  func everyRule(seed: UInt64) throws {
    var random = RandomRules(seed: seed)
    let rules = (0..<60).map { random.rule($0) }
    let records = (0..<300).map { _ in random.record() }
    let set = RuleSet(rules)
    // Neither places that reading knows nor what kinds have in common: every rule is asked of the whole record.
    let alone = rules.map { CompiledPredicate($0.predicate, recordAt: nil) }
    var thread = ReadingThread(set)
    var differing: [String] = []
    var matching = 0
    // The second time all kinds are known.
    for _ in 0..<2 {
      let asked: [Void] = RecordText.map(records.joined(separator: "\n")) { event in
        let expected = alone.indices.filter { alone[$0].matches(event) }
        matching += expected.count
        if thread.matches(event) != expected || set.matches(event).alerts.indices != expected {
          differing.append(String(decoding: event.recordBytes, as: UTF8.self))
        }
      }
      #expect(asked.count > 200)
    }
    #expect(differing.isEmpty)
    #expect(matching > 1000)
  }
}
