import CloudTrail
import Testing

@testable import Query

@Suite("What is foreseen of a predicate is so of the event")
struct ForesightTests {
  private static let predicates = [
    "eventName:CreateUser", "eventName:CreateUser -errorCode:*", "eventName:CreateUser OR errorCode:*",
    "-(eventName:CreateUser awsRegion:us-*)", "userAgent:(a OR *b*) awsRegion:us-*",
    "requestParameters.userName:kim eventName:CreateUser",
    "requestParameters.userName:kim OR -eventName:CreateUser", "userIdentity.type:Root OR is:error",
    "eventName:(CreateUser OR Delete*) (errorCode:Denied OR requestParameters.userName:kim) -userAgent:a",
  ]

  private static let records: [String] = {
    var records = ["CreateUser", "DeleteUser"].map {
      #""eventTime":"2026-11-01T00:00:00Z","eventName":"\#($0)""#
    }
    let members = [
      [#""errorCode":"Denied""#, #""errorCode":7"#], [#""awsRegion":"us-east-1""#],
      [#""userAgent":"a""#, #""userAgent":"xBx""#], [#""requestParameters":{"userName":"kim"}"#],
    ]
    for some in members { records = records.flatMap { record in [record] + some.map { "\(record),\($0)" } } }
    return records.map { "{\($0)}" }
  }()

  /// What `body` gives for each predicate and event, with what the predicate says of the event.
  private func each<Answer>(_ body: @escaping (CompiledPredicate, EventView) -> Answer) throws
    -> [(answer: Answer, expected: Bool)]
  {
    var answers: [(answer: Answer, expected: Bool)] = []
    for text in Self.predicates {
      let predicate = CompiledPredicate(try parse(text))
      var reader = EventReader(MemorySource(Array(Self.records.joined(separator: "\n").utf8))) { event in
        answers.append((body(predicate, event), predicate.matches(event)))
      }
      _ = reader.read()
      reader.finish()
    }
    #expect(answers.count == Self.predicates.count * Self.records.count)
    return answers
  }

  private func holds(_ foreseen: Foreseen, of event: EventView) -> Bool {
    switch foreseen {
    case .decided(let holds): holds
    case .open(let rest): rest.matches(event)
    }
  }

  @Test("once one field after the other is known", arguments: [false, true])
  func fields(areReversed: Bool) throws {
    let fields: [RecordedField] = areReversed ? RecordedField.allCases.reversed() : RecordedField.allCases
    let answers = try each { predicate, event in
      var known = Foreseen.open(predicate)
      for field in fields {
        guard case .open(let rest) = known else { break }
        known = rest.foreseen(by: .recorded(field), of: event)
      }
      return self.holds(known, of: event)
    }
    #expect(answers.filter { $0.answer != $0.expected }.isEmpty)
  }

  @Test("where only some of a field's parts are known", arguments: 0..<3)
  func someParts(count: Int) throws {
    let answers = try each { predicate, event in
      var programs = FieldPrograms()
      let program = programs.add(.recorded(.eventName), predicate.parts(decidedBy: .recorded(.eventName)))
      let answers = programs.answers(of: event, program).map { programs.each($0, of: program) } ?? []
      var some = answers.prefix(count)
      return self.holds(predicate.foreseen(by: .recorded(.eventName), &some), of: event)
    }
    #expect(answers.filter { $0.answer != $0.expected }.isEmpty)
  }

  @Test("and where some fields decide it, they decide it right")
  func decided() throws {
    let answers = try each { predicate, event in
      predicate.decided(by: [AskedFields(.eventName), AskedFields(.errorCode)], of: event)
    }
    #expect(answers.filter { $0.answer != nil && $0.answer != $0.expected }.isEmpty)
    #expect(answers.contains { $0.answer == true } && answers.contains { $0.answer == false })
    #expect(answers.contains { $0.answer == nil })
  }
}
