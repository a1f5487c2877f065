import CloudTrail
import Foundation
import Query
import Testing

@testable import Detection

/// The built-in rules as EventBridge patterns: what the terminal finds, the rule on the bus lets through.
@Suite struct BuiltInEventPatternTests {
  /// A rule with its patterns, read back by the reader that AWS's own answers check.
  private struct Compiled {
    let rule: Rule
    let predicate: CompiledPredicate
    let patterns: [CompiledPredicate]

    init(_ rule: Rule) throws {
      self.rule = rule
      predicate = CompiledPredicate(rule.predicate)
      patterns = try EventPatternQuery(rule.predicate).patterns.map { pattern in
        #expect(pattern.utf8.count <= EventPatternSyntax.longest)
        return CompiledPredicate(try EventPatternSyntax.predicate(from: pattern).predicate)
      }
    }
  }

  private static func matches(_ patterns: [CompiledPredicate], _ event: EventView) -> Int {
    var count = 0
    _ = event.withEnvelope { envelope in
      for pattern in patterns where pattern.matches(event, pathsFrom: envelope) { count += 1 }
      return true
    }
    return count
  }

  @Test("a rule's pattern matches each event that the rule must", arguments: BuiltIn.asked)
  func mustMatch(rule: Rule) throws {
    let compiled = try Compiled(rule)
    for text in rule.testEvents.mustMatch {
      #expect(RecordText.map(text) { Self.matches(compiled.patterns, $0) > 0 } == [true], "\(text)")
    }
  }

  @Test("every rule is narrowed to its services or its events' names, but for those about any service")
  func narrowed() throws {
    let anything = BuiltIn.asked.filter { rule in
      let patterns = EventPatternQuery(rule.predicate).patterns
      return !patterns.allSatisfy { $0.contains("\"eventSource\"") || $0.contains("\"eventName\"") }
    }
    let about = anything.map(\.id)
    #expect(Set(about) == ["root-used"])
  }

  @Test(
    "all rules that tell of what they match together take few patterns, and an event matches one of them at most"
  )
  func together() throws {
    let asked = BuiltIn.told.map { EventPatternQuery.Asked($0.predicate) }
    let query = EventPatternQuery(asked, fromAWSAlone: true)
    #expect(query.patterns.count <= 10)
    let patterns = try query.patterns.map {
      CompiledPredicate(try EventPatternSyntax.predicate(from: $0).predicate)
    }
    for rule in BuiltIn.told {
      for text in rule.testEvents.mustMatch {
        #expect(RecordText.map(text) { Self.matches(patterns, $0) } == [1], "\(rule.id)")
      }
    }
  }

  @Test(
    "a rule's pattern matches each recorded event that the rule does",
    .enabled(if: recorded, "skipped: no recorded events"))
  func onRecords() throws {
    let rules = try BuiltIn.asked.map { try Compiled($0) }
    var matched = 0
    let files = FileManager.default.enumerator(atPath: Self.folder)?.compactMap { $0 as? String } ?? []
    for file in files.sorted() {
      guard let bytes = FileManager.default.contents(atPath: "\(Self.folder)/\(file)") else { continue }
      var reader = EventReader(MemorySource(Array(bytes))) { event in
        for rule in rules where rule.predicate.matches(event) {
          matched += 1
          #expect(
            Self.matches(rule.patterns, event) > 0,
            "\(rule.rule.id) on \(event.eventID?.string ?? "-") of \(file)")
        }
      }
      _ = reader.read()
      reader.finish()
    }
    #expect(matched > 0)
  }

  private static let folder =
    (ProcessInfo.processInfo.environment["IAMWATCH_DATA"] ?? "../shared/data") + "/cloudtrail"
  private static let recorded = FileManager.default.fileExists(atPath: folder)
}
