import CloudTrail
import Cores
import Query

/// Tells events apart by some of their fields as far as rules do: what rules ask of these fields, events of one class answer alike.
struct FieldClasses: Sendable {
  /// Who acted. Identities are known again, so that their classes need not be found anew.
  static let ofIdentities: [RecordedField] = [
    .principalType, .principalArn, .principalId, .userName, .invokedBy, .accessKeyId,
  ]
  /// By what. There are few, of which each is asked all once.
  static let ofAgents: [RecordedField] = [.userAgent]

  /// What rules ask of one field.
  struct Question: Sendable {
    let field: RecordedField
    let parts: [FieldPredicate]
  }

  /// The questions that a class can answer.
  /// - Parameter most: of a field that is asked more, it takes less to ask each event only what its other fields leave open.
  static func questions(
    _ fields: [RecordedField], of rules: [CompiledPredicate], atMost most: Int
  ) -> [Question] {
    let questions = fields.mapOnAllCores { field -> Question? in
      var parts: [FieldPredicate] = []
      for rule in rules {
        parts += rule.parts(decidedBy: .recorded(field))
        if parts.count > most { return nil }
      }
      return Question(field: field, parts: parts)
    }
    return questions.compactMap { $0 }
  }

  /// The most classes remembered: whoever chooses names must not choose how much memory that takes.
  private static let most = 1 << 12

  /// The fields that a class stands for.
  let fields: [RecordedField]
  private var programs = FieldPrograms()
  private var asked: [FieldPrograms.Program] = []
  private var numbers: [[UInt64]: UInt32] = [:]

  init(_ questions: [Question]) {
    fields = questions.map(\.field)
    for question in questions {
      for start in stride(from: 0, to: question.parts.count, by: FieldPrograms.mostParts) {
        let parts = question.parts[start...].prefix(FieldPrograms.mostParts)
        asked.append(programs.add(.recorded(question.field), Array(parts)))
      }
    }
  }

  /// The class of an event, counted from 1; nil where only the record itself tells all that is asked, or where there are too many classes.
  /// - Parameter number: stands for something that events of one class have in common too.
  mutating func number(of event: EventView, with number: UInt32) -> UInt32? {
    var answers = [UInt64(number)]
    for program in asked {
      guard let answer = programs.answers(of: event, program) else { return nil }
      answers.append(answer)
    }
    if let known = numbers[answers] { return known }
    guard numbers.count < FieldClasses.most else { return nil }
    let number = UInt32(numbers.count + 1)
    numbers[answers] = number
    return number
  }
}
