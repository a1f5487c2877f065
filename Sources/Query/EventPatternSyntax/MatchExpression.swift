import CloudTrail

/// One operator with its operand; refusals are in event-ruler's words, which AWS answers with.
struct MatchExpression {
  let type: MatchType
  let value: JSONView
  let place: PatternPlace

  /// What a value must pass.
  func test() throws(EventPatternError) -> FieldTest {
    switch type {
    case .exactly: .string(exactly: try text(named: "exact"))
    case .prefix: try affix { [.literal($0), .anyRun] }
    case .suffix: try affix { [.anyRun, .literal($0)] }
    case .equalsIgnoreCase: .string(TextPattern(exactly: try text(named: "equals-ignore-case")))
    case .wildcard: .string(try wildcard(value))
    case .cidr: try network()
    case .numeric: try NumericExpression(value: value, place: place).test()
    case .anythingBut: try anythingBut()
    case .exists: .isLeaf
    }
  }

  private func text(named name: String) throws(EventPatternError) -> String {
    try text(of: value, "\(name) match pattern must be a string")
  }

  private func text(of value: JSONView, _ refusal: String) throws(EventPatternError) -> String {
    guard let text = value.text else { throw place.error(refusal, at: value) }
    return text.string
  }

  /// `prefix` and `suffix`, which also take `{"equals-ignore-case": …}`.
  private func affix(_ pieces: (ExactString) -> [TextPattern.Piece]) throws(EventPatternError) -> FieldTest {
    guard value.kind == .object else {
      return .string(TextPattern(pieces(ExactString(try text(named: type.rawValue))), caseSensitive: true))
    }
    let members = value.members
    guard let (key, inner) = members.first, key.equals("equals-ignore-case") else {
      throw place.error("\(type.rawValue) match pattern must be a string", at: value)
    }
    let text = try text(of: inner, "equals-ignore-case match pattern must be a string")
    if members.count > 1 {
      throw place.error("Only one key allowed in match expression", at: members[1].key)
    }
    return .string(TextPattern(pieces(ExactString(text))))
  }

  /// `*` for any run; `\*` and `\\` for themselves.
  private func wildcard(_ value: JSONView) throws(EventPatternError) -> TextPattern {
    let text = try text(of: value, "wildcard match pattern must be a string")
    do { return try WildcardPattern.pattern(text) } catch { throw place.error(error.reason, at: value) }
  }

  private func network() throws(EventPatternError) -> FieldTest {
    let text = try text(of: value, "prefix match pattern must be a string")
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw place.error("Malformed CIDR, one '/' required", at: value) }
    guard let bits = Int32(parts[1]) else {
      throw place.error("Malformed CIDR, mask bits must be an integer", at: value)
    }
    guard bits >= 0 else { throw place.error("Malformed CIDR, mask bits must not be negative", at: value) }
    guard IPAddress(Array(parts[0].utf8)) != nil else {
      throw place.error("Nonstandard IP address: \(parts[0])", at: value)
    }
    let limit: Int32 = parts[0].contains(":") ? 128 : 32
    guard bits < limit, let network = Network("\(parts[0])/\(bits)") else {
      throw place.error("IPv\(limit == 32 ? 4 : 6) mask bits must be < \(limit)", at: value)
    }
    return .all([.kind(.string), .network(network)])
  }

  // MARK: anything-but

  private static let badOperand = "Value of anything-but must be an array or single string/number value."

  /// A value that is there and is none of these.
  private func anythingBut() throws(EventPatternError) -> FieldTest {
    let excluded: [FieldTest]
    switch value.kind {
    case .string: excluded = [exactly(value)]
    case .number: excluded = [.exactNumber(try NumericExpression.comparable(value, place))]
    case .array: excluded = try list(value)
    case .object: excluded = try nested(value)
    case .bool, .null: throw place.error(MatchExpression.badOperand, at: value)
    }
    return .all([.isLeaf, .not(.any(excluded))])
  }

  /// The string as it is: an address excludes no other spelling of itself.
  private func exactly(_ value: JSONView) -> FieldTest {
    .string(TextPattern(exactly: value.text?.string ?? "", caseSensitive: true))
  }

  private func list(_ array: JSONView) throws(EventPatternError) -> [FieldTest] {
    var (tests, kinds): ([FieldTest], Set<JSONView.Kind>) = ([], [])
    for element in array.elements {
      kinds.insert(element.kind)
      switch element.kind {
      case .string: tests.append(exactly(element))
      case .number: tests.append(.exactNumber(try NumericExpression.comparable(element, place)))
      default:
        throw place.error("Inside anything but list, start|null|boolean is not supported.", at: element)
      }
    }
    guard kinds.count == 1 else {
      throw place.error(
        "Inside anything but list, either all values are number or string, mixed type is not supported",
        at: array)
    }
    return tests
  }

  /// `{"anything-but": {"prefix": …}}` and its kin, each with one text or a list.
  private func nested(_ object: JSONView) throws(EventPatternError) -> [FieldTest] {
    let members = object.members
    guard let (key, operand) = members.first else {
      throw place.error("Anything-But expression name not found", at: object)
    }
    guard let type = MatchType(rawValue: key.string),
      [.prefix, .suffix, .equalsIgnoreCase, .wildcard].contains(type)
    else { throw place.error("Unsupported anything-but pattern: \(key.string)", at: key) }
    let isOperand = [.string, .number, .array].contains(operand.kind)
    guard isOperand else { throw place.error(MatchExpression.badOperand, at: operand) }
    var tests: [FieldTest] = []
    for element in operand.kind == .array ? operand.elements : [operand] {
      tests.append(.string(try excludedPattern(type, element)))
    }
    if members.count > 1 {
      throw place.error("Too many elements in numeric expression", at: members[1].key)
    }
    guard !tests.isEmpty else { throw place.error("Empty arrays are not allowed", at: operand) }
    return tests
  }

  private func excludedPattern(_ type: MatchType, _ element: JSONView) throws(EventPatternError)
    -> TextPattern
  {
    switch type {
    case .wildcard: return try wildcard(element)
    case .equalsIgnoreCase:
      let refusal = "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
      return TextPattern(exactly: try text(of: element, refusal))
    default:
      let affix = try text(of: element, "prefix/suffix match pattern must be a string")
      guard !affix.isEmpty else { throw place.error("Null prefix/suffix not allowed", at: element) }
      let literal = TextPattern.Piece.literal(ExactString(affix))
      return TextPattern(type == .prefix ? [literal, .anyRun] : [.anyRun, literal], caseSensitive: true)
    }
  }
}
