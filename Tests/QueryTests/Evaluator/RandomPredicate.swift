import CloudTrail
import Seeded

@testable import Query

/// Random records over few names and letters, and predicates that have a chance with them.
struct RandomCase {
  var random: SeededRandom

  private static let keys = ["k", "K", "x.y", "é", "type"]
  private static let letters: [String] = [
    "a", "A", "b", "1", "2", "é", "É", "\"", "\\", "*", "?", "K", " ", ":",
  ]
  private static let fields: [EventField] = [.service, .awsRegion, .userAgent, .errorCode]

  private mutating func letters(_ most: Int) -> String {
    (0..<random.below(most + 1)).map { _ in random.pick(Self.letters) }.joined()
  }

  mutating func tree(_ depth: Int = 3) -> Tree {
    switch random.below(depth > 0 ? 9 : 6) {
    case 0: .null
    case 1: .bool(random.below(2) == 0)
    case 2: .number(random.pick(["0", "1", "2", "12", "1.5", "2.0"]))
    case 3...5: .string(letters(3))
    case 6: .array((0..<random.below(4)).map { _ in tree(depth - 1) })
    default: object(depth)
    }
  }

  mutating func object(_ depth: Int) -> Tree {
    .object((0..<random.below(5)).map { _ in (random.pick(Self.keys), tree(depth - 1)) })
  }

  mutating func eventFields() -> [EventField: String] {
    var fields: [EventField: String] = [:]
    for field in Self.fields where random.below(3) > 0 { fields[field] = letters(3) }
    return fields
  }

  private mutating func steps() -> [FieldPath.Step] {
    (0..<(1 + random.below(3))).map { position in
      position > 0 && random.below(5) == 0
        ? .index(random.below(2)) : .key(ExactString(random.pick(Self.keys)))
    }
  }

  private mutating func path() -> FieldPath {
    random.below(4) == 0 ? .event(random.pick(Self.fields)) : .record(steps())
  }

  private mutating func pattern() -> TextPattern {
    let pieces: [TextPattern.Piece] = (0..<(1 + random.below(3))).map { _ in
      switch random.below(4) {
      case 0: .anyRun
      case 1: .anyOne
      default: .literal(ExactString(letters(2)))
      }
    }
    return TextPattern(pieces, caseSensitive: random.below(3) == 0)
  }

  private mutating func bound() -> NumberRange.Bound? {
    random.below(3) == 0 ? nil : .init(.integer(Int64(random.below(13))), inclusive: random.below(2) == 0)
  }

  private mutating func test(_ depth: Int = 2) -> FieldTest {
    switch random.below(depth > 0 ? 13 : 9) {
    case 0...2: .text(pattern())
    case 3: .number(NumberRange(lower: bound() ?? .init(.integer(0), inclusive: true), upper: bound()))
    case 4: .reference(path())
    case 5: random.pick([.exists, .present, .empty])
    case 6, 7: .kind(random.pick(ValueKind.allCases))
    case 8: .within(TextPattern([.literal(ExactString(letters(2)))]))
    case 9: .all((0..<(1 + random.below(2))).map { _ in test(depth - 1) })
    case 10: .not(test(depth - 1))
    default: .any((0..<(1 + random.below(3))).map { _ in test(depth - 1) })
    }
  }

  mutating func predicate(_ depth: Int = 3) -> Predicate {
    switch random.below(depth > 0 ? 11 : 5) {
    case 0...2: .field(path(), test(), random.below(4) == 0 ? .every : .any)
    case 3: .anywhere(TextPattern([.literal(ExactString(letters(2) + "b"))] + pattern().pieces))
    case 4: .flag(.error)
    case 5: .not(predicate(depth - 1))
    case 6: .elements(steps(), random.below(3) == 0 ? .every : .any, predicate(depth - 1))
    case 7, 8: .all((0..<random.below(4)).map { _ in predicate(depth - 1) })
    default: .any((0..<random.below(4)).map { _ in predicate(depth - 1) })
    }
  }
}
