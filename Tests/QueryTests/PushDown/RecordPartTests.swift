import CloudTrail
import Seeded
import Testing

@testable import Query

/// Predicates of the EventBridge event that carries a record, as engines are asked for the record.
@Suite struct RecordPartTests {
  private let detail = ["detail"]

  private func asked(_ pattern: String) throws -> Predicate {
    try EventPatternSyntax.predicate(from: pattern).predicate.ofRecord(at: detail)
  }

  private func holds(_ predicate: Predicate, of record: String) -> Bool {
    var holds = false
    var reader = EventReader(MemorySource(Array(record.utf8))) {
      holds = CompiledPredicate(predicate).matches($0)
    }
    _ = reader.read()
    reader.finish()
    return holds
  }

  @Test("what is asked of the detail is asked of the record, what is asked of the envelope is left out")
  func positive() throws {
    let predicate = try asked(#"{"source":["aws.nobody"],"detail":{"eventName":["CreateUser"]}}"#)
    #expect(
      holds(
        predicate, of: #"{"eventVersion":"1.08","eventTime":"2026-11-01T00:00:00Z","eventName":"CreateUser"}"#
      ))
    #expect(
      !holds(
        predicate, of: #"{"eventVersion":"1.08","eventTime":"2026-11-01T00:00:00Z","eventName":"DeleteUser"}"#
      ))
  }

  @Test("what must not be in the envelope is left out too")
  func negative() throws {
    let predicate = try asked(
      #"{"detail-type":[{"anything-but":["AWS API Call via CloudTrail"]}],"region":[{"exists":false}]}"#)
    #expect(
      holds(
        predicate, of: #"{"eventVersion":"1.08","eventTime":"2026-11-01T00:00:00Z","eventName":"CreateUser"}"#
      ))
  }

  @Test("every event that a predicate of its envelope holds for is among those asked for")
  func neverTooLittle() {
    var cases = RandomCase(random: SeededRandom(state: 5))
    var (held, narrowed) = (0, 0)
    for round in 0..<1500 {
      let source = Predicate.field(.record(keys: "source"), .text(TextPattern(exactly: "aws.iam")))
      let inner = cases.predicate().carried(in: detail)
      let predicate: Predicate =
        switch round % 4 {
        case 0: inner
        case 1: .any([.not(source), inner])
        case 2: .not(.all([source, inner]))
        default: .not(.any([.not(source), .not(inner)]))
        }
      let (whole, part) = (CompiledPredicate(predicate), CompiledPredicate(predicate.ofRecord(at: detail)))
      var members: [(String, Tree)] = [
        ("eventName", .string("CreateUser")), ("eventTime", .string("2026-11-01T00:00:00Z")),
      ]
      if case .object(let more) = cases.object(4) { members += more }
      let record = Tree.object(members).json
      var reader = EventReader(MemorySource(Array(record.utf8))) { event in
        let isHeld = event.withEnvelope { $0.map { whole.matches(event, pathsFrom: $0) } ?? false }
        let isAskedFor = part.matches(event)
        if isHeld { held += 1 }
        if !isAskedFor { narrowed += 1 }
        #expect(!isHeld || isAskedFor, "\(predicate) on \(record)")
      }
      _ = reader.read()
      reader.finish()
    }
    #expect(held > 300)
    #expect(narrowed > 100)
  }
}

extension Predicate {
  /// The same, its record paths beginning further up.
  fileprivate func carried(in path: [String]) -> Predicate {
    let steps = path.map { FieldPath.Step.key(ExactString($0)) }
    switch self {
    case .field(.record(let inner), let test, let quantifier):
      return .field(.record(steps + inner), test, quantifier)
    case .elements(let inner, let quantifier, let part): return .elements(steps + inner, quantifier, part)
    case .all(let parts): return .all(parts.map { $0.carried(in: path) })
    case .any(let parts): return .any(parts.map { $0.carried(in: path) })
    case .not(let part): return .not(part.carried(in: path))
    default: return self
    }
  }
}
