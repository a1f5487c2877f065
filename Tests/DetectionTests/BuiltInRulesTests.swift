import CloudTrail
import Query
import Testing

@testable import Detection

@Suite struct BuiltInRulesTests {
  @Test("a built-in rule matches each of its events that it must", arguments: BuiltInRules.all)
  func mustMatch(rule: Rule) {
    let compiled = CompiledPredicate(rule.predicate)
    for event in rule.testEvents.mustMatch {
      #expect(RecordText.map(event) { compiled.matches($0) } == [true], "\(rule.id): \(event)")
    }
  }

  @Test("a built-in rule lets pass each of its events that it must not match", arguments: BuiltInRules.all)
  func mustNotMatch(rule: Rule) {
    let compiled = CompiledPredicate(rule.predicate)
    for event in rule.testEvents.mustNotMatch {
      #expect(RecordText.map(event) { compiled.matches($0) } == [false], "\(rule.id): \(event)")
    }
  }

  @Test("the rule set finds each rule for its own events, by way of the index", arguments: BuiltInRules.all)
  func found(rule: Rule) throws {
    let set = RuleSet(BuiltInRules.all)
    let index = try #require(set.rules.firstIndex { $0.id == rule.id })
    for event in rule.testEvents.mustMatch {
      #expect(RecordText.map(event) { set.matches($0).indices.contains(index) } == [true])
    }
    for event in rule.testEvents.mustNotMatch {
      #expect(RecordText.map(event) { set.matches($0).indices.contains(index) } == [false])
    }
  }

  @Test("a built-in rule carries all that a reader of its alert needs", arguments: BuiltInRules.all)
  func complete(rule: Rule) {
    #expect(!rule.testEvents.mustMatch.isEmpty && !rule.testEvents.mustNotMatch.isEmpty)
    #expect(rule.tags.contains { $0.hasPrefix("attack.t") })
    #expect((1...28).contains(rule.title.count))
    #expect(rule.description.count > 80 && !rule.falsePositives.isEmpty)
    #expect(rule.id.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 })
  }

  @Test("the ids of the built-in rules differ")
  func unique() { #expect(Set(BuiltInRules.all.map(\.id)).count == BuiltInRules.all.count) }

  @Test("a built-in rule's predicate survives being written as a filter", arguments: BuiltInRules.all)
  func written(rule: Rule) throws {
    let text = FilterSyntax.text(of: rule.predicate)
    #expect(
      try FilterSyntax.predicate(from: text, now: Timestamp(milliseconds: 0)) == rule.predicate, "\(text)")
  }
}

extension Rule: CustomTestStringConvertible {
  /// Failures name a rule by its id.
  public var testDescription: String { id }
}
