import CloudTrail

/// The operators of a match expression, `{"prefix": "arn:"}`.
enum MatchType: String {
  case exactly
  case prefix
  case suffix
  case equalsIgnoreCase = "equals-ignore-case"
  case wildcard
  case cidr
  case numeric
  case exists
  case anythingBut = "anything-but"
}

/// One field of a pattern and what its value must be one of.
struct EventPatternLeaf: Hashable, Sendable {
  /// The keys from the envelope's root, as the pattern writes them.
  let keys: [String]
  let line: Int
  /// A value has to pass one of them.
  private(set) var tests: [FieldTest] = []
  /// `{"exists": false}` is among what is allowed.
  private(set) var mayBeAbsent = false

  init(keys: [String], line: Int) { (self.keys, self.line) = (keys, line) }

  /// The field's name: keys joined by dots.
  var name: String { keys.joined(separator: ".") }

  /// Asks for nothing but absence.
  var mustBeAbsent: Bool { mayBeAbsent && tests.isEmpty }

  /// Takes one element of the field's array.
  mutating func add(_ value: JSONView, _ place: PatternPlace) throws(EventPatternError) {
    switch value.kind {
    case .string: tests.append(.string(exactly: value.text?.string ?? ""))
    case .number: tests.append(.exactNumber(value))
    case .bool:
      tests.append(.all([.kind(.bool), .text(TextPattern(exactly: value.bool == true ? "true" : "false"))]))
    case .null: tests.append(.kind(.null))
    case .object: try addExpression(value, place)
    case .array: throw place.error("Match value must be String, number, true, false, or null", at: value)
    }
  }

  private mutating func addExpression(_ object: JSONView, _ place: PatternPlace) throws(EventPatternError) {
    let members = object.members
    guard let (key, value) = members.first else {
      throw place.error("Match expression name not found", at: object)
    }
    guard let type = MatchType(rawValue: key.string) else {
      throw place.error("Unrecognized match type \(key.string)", at: key)
    }
    let expression = MatchExpression(type: type, value: value, place: place)
    if type == .exists {
      guard let isAsked = value.bool else {
        throw place.error("exists match pattern must be either true or false.", at: value)
      }
      if isAsked { tests.append(.isLeaf) } else { mayBeAbsent = true }
    } else {
      tests.append(try expression.test())
    }
    if members.count > 1 {
      let isCounted = type == .numeric || type == .anythingBut
      throw place.error(
        isCounted ? "Too many elements in numeric expression" : "Only one key allowed in match expression",
        at: members[1].key)
    }
  }
}

extension FieldTest {
  /// A string, number, truth or null: what `exists` sees; objects and empty arrays it does not.
  static let isLeaf: FieldTest = .any([.kind(.string), .kind(.number), .kind(.bool), .kind(.null)])

  static func string(_ pattern: TextPattern) -> FieldTest { .all([.kind(.string), .text(pattern)]) }

  /// The string itself; of an address every spelling of it.
  static func string(exactly text: String) -> FieldTest {
    let same = FieldTest.text(TextPattern(exactly: text, caseSensitive: true))
    guard IPAddress(Array(text.utf8)) != nil,
      let network = Network("\(text)/\(text.contains(":") ? 128 : 32)")
    else { return .all([.kind(.string), same]) }
    return .all([.kind(.string), .any([same, .network(network)])])
  }

  /// A number of the same value, however it is written.
  static func exactNumber(_ value: JSONView) -> FieldTest {
    value.withUTF8 { text in
      let same = FieldTest.text(
        TextPattern(exactly: String(decoding: text, as: UTF8.self), caseSensitive: true))
      guard let number = NumberValue(text) else { return .all([.kind(.number), same]) }
      let bound = NumberRange.Bound(number, inclusive: true)
      return .all([.kind(.number), .any([same, .number(NumberRange(lower: bound, upper: bound))])])
    }
  }
}
