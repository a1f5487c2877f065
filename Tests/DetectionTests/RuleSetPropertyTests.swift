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
    var memory = Memory()
    var differing: [String] = []
    var matching = 0
    // The second time all kinds are known.
    for _ in 0..<2 {
      let asked: [Void] = RecordText.map(records.joined(separator: "\n")) { event in
        let expected = alone.indices.filter { alone[$0].matches(event) }
        matching += expected.count
        if memory.matches(set, event) != expected || set.matches(event).alerts.indices != expected {
          differing.append(String(decoding: event.recordBytes, as: UTF8.self))
        }
      }
      #expect(asked.count > 200)
    }
    #expect(differing.isEmpty)
    #expect(matching > 1000)
  }
}

/// What a thread that reads remembers: of kinds of events, and the numbers of their names.
private struct Memory {
  private var memo = RuleMemo()
  private var numbers: [[UInt8]: UInt32] = [:]

  mutating func matches(_ set: RuleSet, _ event: EventView) -> [Int] {
    guard event.isOrdinary else { return set.matches(event).alerts.indices }
    var numbers = numbers
    func number(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
      let key = Array(text)
      let known = numbers[key] ?? UInt32(numbers.count + 1)
      numbers[key] = known
      return known
    }
    let counted = event.countedNames(number)
    let kind = RuleMemo.Kind(
      action: counted.action, error: counted.error, type: counted.type,
      userAgent: event.userAgent?.withUTF8(number) ?? 0)
    self.numbers = numbers
    return set.matches(event, of: kind, memo: &memo).alerts.indices
  }
}
