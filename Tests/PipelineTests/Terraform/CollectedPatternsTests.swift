import CloudTrail
import Detection
import Query
import Testing

@testable import Pipeline

/// The patterns of the built-in rules, asked of the events that the rules are tested with.
@Suite struct CollectedPatternsTests {
  private static let rules: LoadedRules = {
    do throws(RuleRefusals) { return try RuleFiles.load(BuiltInRules.testedFiles) } catch {
      preconditionFailure(error.all.map(\.description).joined(separator: "\n"))
    }
  }()
  private static let patterns = CollectedPatterns(rules)

  private func matching(_ patterns: [String], _ record: String) throws -> Int {
    let compiled = try patterns.map {
      CompiledPredicate(try EventPatternSyntax.predicate(from: $0).predicate)
    }
    var matching = 0
    var reader = EventReader(MemorySource(Array(record.utf8))) { event in
      _ = event.withEnvelope { envelope in
        for pattern in compiled where pattern.matches(event, pathsFrom: envelope) { matching += 1 }
        return true
      }
    }
    _ = reader.read()
    reader.finish()
    return matching
  }

  @Test func `each is one that EventBridge takes`() throws {
    let all = [Self.patterns.identity, Self.patterns.sessions] + Self.patterns.watched + Self.patterns.alerts
    for pattern in all {
      #expect(pattern.utf8.count <= 4096)
      _ = try EventPatternSyntax.predicate(from: pattern)
    }
  }

  @Test func `what a rule matches leaves its account by one rule, and is told by one`() throws {
    let carried = [Self.patterns.identity, Self.patterns.sessions] + Self.patterns.watched
    for rule in Self.rules.rules {
      for record in rule.testEvents.mustMatch.prefix(2) {
        #expect(try matching(carried, record) == 1, "\(rule.id)")
        #expect(try matching(Self.patterns.alerts, record) == 1, "\(rule.id)")
      }
    }
  }

  @Test func `what somebody made up is not carried`() throws {
    let made = #"{"source":"my.app","detail":{"eventSource":"iam.amazonaws.com","eventName":"CreateUser"}}"#
    let all = [Self.patterns.identity, Self.patterns.sessions] + Self.patterns.watched + Self.patterns.alerts
    let document = try JSONDocument(parsing: Array(made.utf8))
    for pattern in all {
      let predicate = try EventPatternSyntax.predicate(from: pattern).predicate
      let matches = document.withView { view in
        predicate.matches(MadeUpEvent(view))
      }
      #expect(!matches)
    }
  }

  @Test func `the services of identity are in one of the two rules each`() {
    let services = CollectedPatterns.globalServices + CollectedPatterns.regionalServices
    #expect(services.sorted() == Scope.identityServices.sorted())
  }
}

/// An EventBridge event that carries no record of CloudTrail's.
private struct MadeUpEvent: Subject {
  let event: JSONView
  let isError = false
  let isDenied = false
  let isWrite = false
  let time = Timestamp(milliseconds: 0)

  init(_ event: JSONView) { self.event = event }

  func withUTF8(of field: EventField, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool { body(nil) }
  func withRecord(_ body: (JSONView?) -> Bool) -> Bool { body(event) }
}
