import CloudTrail
import Seeded
import Testing

@testable import Query

@Suite("A field's program says what each of its predicates says")
struct FieldProgramsTests {
  private static let texts = [
    "terraform/1.13", "TERRAFORM", "aws-cli/2.31 Terraform", "Ärger/ſ", "ärger/S", "K\u{212A}", "k",
    "10.1.2.3", "7", "",
    "2026-11-01T00:00:00Z",
  ]

  /// A record with the text as its `userAgent`, without the member for nil.
  private func record(_ text: String?) -> String {
    let member = text.map { #","userAgent":"\#($0)""# } ?? ""
    return #"{"eventTime":"2026-11-01T00:00:00Z","eventName":"A"\#(member)}"#
  }

  private func test(_ random: inout SeededRandom, depth: Int) throws -> FieldTest {
    let literal = random.pick(["terraform", "Terraform/", "cli", "ärger", "s", "k", "", "7"])
    let sensitive = random.below(3) == 0
    switch random.below(depth > 0 ? 10 : 7) {
    case 0: return .text(TextPattern(exactly: literal, caseSensitive: sensitive))
    case 1: return .text(TextPattern([.literal(ExactString(literal)), .anyRun], caseSensitive: sensitive))
    case 2: return .text(TextPattern([.anyRun, .literal(ExactString(literal))], caseSensitive: sensitive))
    case 3:
      return .text(
        TextPattern([.anyRun, .literal(ExactString(literal)), .anyRun], caseSensitive: sensitive))
    case 4: return .network(try #require(Network("10.0.0.0/\(random.pick([8, 16, 32]))")))
    case 5: return random.pick([.exists, .present, .empty, .kind(.string), .kind(.number)])
    case 6: return .text(TextPattern([.literal(ExactString(literal)), .anyOne, .anyRun]))
    case 7: return .not(try test(&random, depth: depth - 1))
    default:
      let parts = try (0..<random.below(4)).map { _ in try test(&random, depth: depth - 1) }
      return random.below(2) == 0 ? .all(parts) : .any(parts)
    }
  }

  @Test("of random tests and texts, of other letters and without the field", arguments: 0..<40)
  func same(seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    let tests = try (0..<40).map { _ in try test(&random, depth: 3) }
    let predicates = tests.map {
      let field = Predicate.field(.record(keys: "userAgent"), $0)
      return CompiledPredicate(random.below(4) == 0 ? .not(field) : field)
    }
    let parts = predicates.flatMap { $0.parts(decidedBy: .recorded(.userAgent)) }
    #expect(parts.count == predicates.count)
    // Between others, of the same field and of another.
    var programs = FieldPrograms()
    _ = programs.add(.recorded(.userAgent), Array(parts.reversed()))
    let program = programs.add(.recorded(.userAgent), parts)
    let other = programs.add(.recorded(.eventName), [])
    #expect(programs.number(of: program) == 1 && programs.field(of: other) == .recorded(.eventName))
    for text in Self.texts.map(Optional.some) + [nil] {
      var seen = 0
      var reader = EventReader(MemorySource(Array(record(text).utf8))) { event in
        seen += 1
        let told = programs.answers(of: event, program).map { programs.each($0, of: program) }
        #expect((told != nil) == (text != ""))
        if let told { #expect(told == predicates.map { $0.matches(event) }, "of \(text ?? "none")") }
      }
      _ = reader.read()
      reader.finish()
      #expect(seen == 1)
    }
  }

  @Test("of a member, whatever it is and whatever stands beside it", arguments: 0..<20)
  func members(seed: UInt64) throws {
    var random = SeededRandom(state: 100 + seed)
    let tests = try (0..<30).map { _ in try test(&random, depth: 2) }
    let field = AskedField.member(.requestParameters, name: Array("name".utf8))
    let predicates = tests.map {
      CompiledPredicate(
        .field(.record(keys: "requestParameters", "name"), $0, random.pick([.any, .every])))
    }
    let parts = predicates.flatMap { $0.parts(decidedBy: field) }
    #expect(parts.count == predicates.count && predicates.allSatisfy { $0.firstMember == field })
    var programs = FieldPrograms()
    _ = programs.add(.member(.responseElements, name: Array("name".utf8)), parts)
    let program = programs.add(field, parts)
    #expect(programs.field(of: program) == field)
    let texts = Self.texts.map { (#"{"other":"\#($0)","name":"\#($0)","names":1}"#, isText: true) }
    let others = ["{}", #"{"names":"k"}"#, #"{"n\u0061me":"k"}"#, #"{"name":"a","name":"terraform"}"#]
    let unknown = [
      #"{"name":7}"#, #"{"name":null}"#, #"{"name":["k"]}"#, #"{"name":{}}"#, "[]", "null",
      #"[{"name":"k"}]"#,
    ]
    for (value, isText) in texts + others.map({ ($0, true) }) + unknown.map({ ($0, false) }) {
      let record =
        #"{"eventTime":"2026-11-01T00:00:00Z","eventName":"A","requestParameters":\#(value)}"#
      var reader = EventReader(MemorySource(Array(record.utf8))) { event in
        let told = programs.answers(of: event, program).map { programs.each($0, of: program) }
        #expect((told != nil) == isText, "of \(value)")
        if let told { #expect(told == predicates.map { $0.matches(event) }, "of \(value)") }
      }
      _ = reader.read()
      reader.finish()
    }
  }
}
