import CloudTrail
import Query
import Seeded

@testable import Detection

/// Predicates and records drawn from few names and values, so that they meet often, in ordinary and in odd spellings.
struct RandomRules {
  private var dice: SeededRandom

  init(seed: UInt64) { dice = SeededRandom(state: seed) }

  private static let words = [
    "iam.amazonaws.com", "iam", "sts.amazonaws.com", "CreateUser", "createuser", "CreateRole", "AccessDenied",
    "Root", "kim",
    "pacu/1", "203.0.113.7", "", "K", "a:b",
  ]
  private static let fields: [FieldPath] =
    [
      .record(keys: "eventSource"), .record(keys: "eventName"), .record(keys: "errorCode"),
      .record(keys: "userAgent"), .record(keys: "sourceIPAddress"), .record(keys: "awsRegion"),
      .record(keys: "userIdentity", "type"), .record(keys: "userIdentity", "arn"),
      .record(keys: "userIdentity", "sessionContext", "name"),
      .record(keys: "requestParameters", "userName"), .record(keys: "requestParameters"),
    ] + EventField.allCases.filter { $0 != .eventID }.map { .event($0) }

  private mutating func pick<Element>(_ some: [Element]) -> Element { some[dice.below(some.count)] }

  // MARK: Rules

  mutating func rule(_ number: Int) -> Rule {
    let predicate = self.predicate(depth: 3)
    return Rule(
      id: "\(number)", title: "", description: "", level: .low, tags: [], falsePositives: [],
      predicate: predicate, testEvents: .init(mustMatch: [], mustNotMatch: []))
  }

  private mutating func predicate(depth: Int) -> Predicate {
    switch dice.below(depth > 0 ? 8 : 3) {
    case 3, 4: .all((0...dice.below(3)).map { _ in predicate(depth: depth - 1) })
    case 5: .any((0...dice.below(3)).map { _ in predicate(depth: depth - 1) })
    case 6: .not(predicate(depth: depth - 1))
    case 7:
      pick([
        .flag(pick([.error, .denied, .write, .console, .root])),
        .anywhere(TextPattern(glob: pick(["kim", "*kim*", "pacu"]))),
        .elements([.key(ExactString("userIdentity"))], .any, .field(.record(keys: "type"), test(depth: 1))),
      ])
    default: .field(pick(RandomRules.fields), test(depth: 2), pick([.any, .any, .any, .every]))
    }
  }

  private mutating func test(depth: Int) -> FieldTest {
    let word = pick(RandomRules.words)
    switch dice.below(depth > 0 ? 12 : 6) {
    case 0, 1, 2, 3: return .text(TextPattern(exactly: word, caseSensitive: dice.below(4) == 0))
    case 4:
      return .text(TextPattern(glob: pick(["\(word)*", "*\(word)", "*\(word)*", "?\(word.dropFirst())"])))
    case 5: return pick([.exists, .present, .empty, .kind(.string)])
    case 6: return .all([test(depth: depth - 1), test(depth: depth - 1)])
    case 7, 8: return .any([test(depth: depth - 1), test(depth: depth - 1)])
    case 9: return .not(test(depth: depth - 1))
    case 10: return .reference(pick(RandomRules.fields), pick([.whole, .start]))
    default:
      return Network("203.0.113.0/24").map { .network($0) } ?? .exists
    }
  }

  // MARK: Records

  mutating func record() -> String {
    var members = [#""eventTime":"2026-11-01T00:00:00Z""#]
    for key in ["eventSource", "eventName", "errorCode", "userAgent", "sourceIPAddress", "awsRegion"]
    where dice.below(6) > 0 {
      members.append("\"\(key)\":\(value())")
    }
    if dice.below(4) > 0 { members.append(#""userIdentity":\#(identity())"#) }
    if dice.below(3) > 0 {
      members.append(#""requestParameters":\#(pick([#"{"userName":\#(value())}"#, "null", value()]))"#)
    }
    return "{\(members.joined(separator: ","))}"
  }

  private mutating func identity() -> String {
    let object = #"{"type":\#(value()),"arn":\#(value()),"sessionContext":{"name":\#(value())}}"#
    return pick([object, object, object, "[\(object)]", "{}", value()])
  }

  private mutating func value() -> String {
    let text = "\"\(pick(RandomRules.words))\""
    return pick([
      text, text, text, text, text, text, "[\(text)]", "null", "7", #""Create\u0055ser""#, #""\u212aim""#,
    ])
  }
}
