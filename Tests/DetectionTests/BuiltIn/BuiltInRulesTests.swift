import CloudTrail
import Foundation
import Query
import Testing

@testable import Detection

/// The built-in rules as the program loads them.
enum BuiltIn {
  static let loaded: LoadedRules = {
    do throws(RuleRefusals) { return try RuleFiles.load(BuiltInRules.testedFiles) } catch {
      preconditionFailure(error.all.map(\.description).joined(separator: "\n"))
    }
  }()

  /// The rules that alert, and those that correlations are of.
  static let asked = loaded.rules + sources(of: loaded.correlations)

  /// Without those that are only learnt from, which are of everyday work.
  static let told = loaded.rules + sources(of: loaded.correlations.filter { !$0.kind.learns })

  private static func sources(of correlations: [Correlation]) -> [Rule] {
    correlations.flatMap { correlation in
      correlation.sources.compactMap { source in
        if case .rule(let rule) = source { rule } else { nil }
      }
    }
  }
}

@Suite struct BuiltInRulesTests {
  @Test("the copies in the program are the files of Rules/")
  func embedded() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Detection/Rules")
      .resolvingSymlinksInPath()
    let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    #expect(Set(found.filter { $0.hasSuffix(".yml") }) == Set(embeddedRules.map(\.path)))
    for rule in embeddedRules {
      let file = try? String(contentsOf: root.appending(path: rule.path), encoding: .utf8)
      let isSame = file == rule.yaml
      #expect(isSame, "\(rule.path): run Sources/Detection/Rules/embed")
    }
  }

  @Test("the rules that run are those that are tested, line for line, without the events")
  func running() throws {
    let running = try RuleFiles.load(BuiltInRules.files)
    #expect(running.rules.map(\.written) == BuiltIn.loaded.rules.map(\.written))
    #expect(running.rules.map(\.place) == BuiltIn.loaded.rules.map(\.place))
    #expect(running.correlations.map(\.place) == BuiltIn.loaded.correlations.map(\.place))
    #expect(running.rules.allSatisfy { $0.testEvents.mustMatch.isEmpty })
  }

  @Test("there are at least sixty, and the file of each is called by its id")
  func names() {
    let alerting =
      BuiltIn.loaded.rules.map { ($0.id, $0.place) } + BuiltIn.loaded.correlations.map { ($0.id, $0.place) }
    #expect(alerting.count >= 60)
    for (id, place) in alerting { #expect(place?.path.hasSuffix("/\(id).yml") == true) }
  }

  @Test("a built-in rule matches each of its events that it must", arguments: BuiltIn.asked)
  func mustMatch(rule: Rule) {
    let compiled = CompiledPredicate(rule.predicate)
    for event in rule.testEvents.mustMatch {
      #expect(RecordText.map(event) { compiled.matches($0) } == [true], "\(rule.id): \(event)")
    }
  }

  @Test("a built-in rule lets pass each of its events that it must not match", arguments: BuiltIn.asked)
  func mustNotMatch(rule: Rule) {
    let compiled = CompiledPredicate(rule.predicate)
    for event in rule.testEvents.mustNotMatch {
      #expect(RecordText.map(event) { compiled.matches($0) } == [false], "\(rule.id): \(event)")
    }
  }

  @Test("the rule set finds each rule for its own events, by way of the index", arguments: BuiltIn.asked)
  func found(rule: Rule) throws {
    let set = RuleSet(BuiltIn.asked)
    let index = try #require(set.rules.firstIndex { $0.id == rule.id })
    for event in rule.testEvents.mustMatch {
      #expect(RecordText.map(event) { set.matches($0).alerts.indices.contains(index) } == [true])
    }
    for event in rule.testEvents.mustNotMatch {
      #expect(RecordText.map(event) { set.matches($0).alerts.indices.contains(index) } == [false])
    }
  }

  @Test("a built-in rule is asked only of events of its services", arguments: BuiltIn.asked)
  func indexed(rule: Rule) {
    // Root may do anything.
    #expect((IndexKeys(of: rule.predicate).services != nil) == (rule.id != "root-used"))
  }

  @Test("a built-in rule carries all that a reader of its alert needs")
  func complete() {
    for rule in BuiltIn.loaded.rules + BuiltIn.loaded.correlations.map(\.rule) {
      #expect(rule.tags.contains { $0.hasPrefix("attack.t1") }, "\(rule.id)")
      #expect(rule.tags.contains { !$0.hasPrefix("attack.t1") }, "\(rule.id)")
      #expect((1...28).contains(rule.title.count), "\(rule.id)")
      #expect(rule.description.count > 80 && !rule.falsePositives.isEmpty, "\(rule.id)")
      #expect(rule.references.contains { $0.hasPrefix("https://") }, "\(rule.id)")
      #expect(rule.id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
    }
  }

  @Test("a built-in rule has an event that it must and one that it must not match", arguments: BuiltIn.asked)
  func tested(rule: Rule) {
    #expect(!rule.testEvents.mustMatch.isEmpty && !rule.testEvents.mustNotMatch.isEmpty)
  }

  @Test("a built-in rule's predicate survives being written as a filter", arguments: BuiltIn.asked)
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
