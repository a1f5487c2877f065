import CloudTrail
import YAML

/// One value of an item.
struct SigmaValueReader {
  let chain: SigmaChain
  /// Where the field is; empty for keywords.
  let path: [FieldPath.Step]
  let placeholders: SigmaSyntax.Placeholders

  func predicate(_ node: YAMLNode) throws(SigmaError) -> Predicate {
    guard let scalar = node.scalar else {
      throw SigmaError("a value must be a text, a number, true, false or null", at: node)
    }
    if scalar.isNull { return try null(node) }
    if chain.kind == .exists { return try existence(scalar, node) }
    var tests: [FieldTest] = []
    for text in try expanded(scalar.text, node) { tests.append(try test(text, scalar, node)) }
    return .field(.record(path), tests.count == 1 ? tests[0] : .any(tests))
  }

  /// `null`: the field has no value.
  private func null(_ node: YAMLNode) throws(SigmaError) -> Predicate {
    guard !path.isEmpty else { throw SigmaError("null is no keyword", at: node) }
    guard chain.kind == nil, chain.affix == nil, chain.transformations.isEmpty else {
      throw SigmaError("null takes no modifier", at: node)
    }
    return .not(.field(.record(path), .present))
  }

  private func existence(_ scalar: YAMLScalar, _ node: YAMLNode) throws(SigmaError) -> Predicate {
    guard let isAsked = SigmaValueReader.truth(scalar) else {
      throw SigmaError("exists takes true or false", at: node)
    }
    let exists = Predicate.field(.record(path), .exists)
    return isAsked ? exists : .not(exists)
  }

  /// A plain `true` or `false`, as YAML writes it.
  private static func truth(_ scalar: YAMLScalar) -> Bool? {
    guard scalar.isPlain else { return nil }
    return switch scalar.text {
    case "true", "True", "TRUE": true
    case "false", "False", "FALSE": false
    default: nil
    }
  }

  private func test(_ text: String, _ scalar: YAMLScalar, _ node: YAMLNode) throws(SigmaError) -> FieldTest {
    switch chain.kind {
    case .re: return .regex(try regex(text, node))
    case .cidr:
      guard let network = Network(text) else {
        throw SigmaError("\"\(text)\" is no network such as 10.0.0.0/8", at: node)
      }
      return .network(network)
    case .fieldref: return .reference(.record(SigmaItem.path(text)), place)
    case .lt, .lte, .gt, .gte: return .number(try range(text, node))
    default: break
    }
    let literals = try SigmaTransformation.patterns(text, chain.transformations, node)
    let tests = literals.map { textTest($0, scalar) }
    return tests.count == 1 ? tests[0] : .any(tests)
  }

  private func regex(_ text: String, _ node: YAMLNode) throws(SigmaError) -> RegexPattern {
    do { return try RegexPattern(text, options: chain.regexOptions) } catch {
      throw SigmaError("no regular expression: \(error.reason) at byte \(error.offset + 1)", at: node)
    }
  }

  private func range(_ text: String, _ node: YAMLNode) throws(SigmaError) -> NumberRange {
    guard let number = NumberValue(text.utf8) else { throw SigmaError("\"\(text)\" is no number", at: node) }
    let bound = NumberRange.Bound(number, inclusive: chain.kind == .lte || chain.kind == .gte)
    let isUpper = chain.kind == .lt || chain.kind == .lte
    return NumberRange(lower: isUpper ? nil : bound, upper: isUpper ? bound : nil)
  }

  private var place: Place {
    switch chain.affix {
    case .startswith: .start
    case .endswith: .end
    case .contains: .anywhere
    default: .whole
    }
  }

  // MARK: Texts

  /// Fields of a record that hold objects: a text found `contains` in one is looked for in all it holds.
  private static let containers: Set<String> = [
    "requestParameters", "responseElements", "additionalEventData", "serviceEventDetails", "userIdentity",
    "resources", "tlsDetails", "addendum", "eventContext",
  ]

  private func textTest(_ pieces: [TextPattern.Piece], _ scalar: YAMLScalar) -> FieldTest {
    let pattern = TextPattern(affixed(pieces), caseSensitive: chain.isCased)
    if path.isEmpty { return .within(pattern) }
    let isUnchanged = chain.affix == nil && chain.transformations.isEmpty
    if isUnchanged, scalar.isPlain, let number = NumberValue(scalar.text.utf8) {
      let bound = NumberRange.Bound(number, inclusive: true)
      return .any([.text(pattern), .number(NumberRange(lower: bound, upper: bound))])
    }
    guard chain.affix == .contains, path.count == 1, case .key(let name) = path[0],
      SigmaValueReader.containers.contains(name.string)
    else { return .text(pattern) }
    return .any([.text(pattern), .within(pattern)])
  }

  private func affixed(_ pieces: [TextPattern.Piece]) -> [TextPattern.Piece] {
    switch chain.affix {
    case .contains: [.anyRun] + pieces + [.anyRun]
    case .startswith: pieces + [.anyRun]
    case .endswith: [.anyRun] + pieces
    default: pieces
    }
  }

  // MARK: Placeholders

  /// The most texts that one value may become.
  private static let most = 10_000

  /// The text with each `%name%` replaced by each of its values, where `expand` asks for it.
  private func expanded(_ text: String, _ node: YAMLNode) throws(SigmaError) -> [String] {
    guard chain.transformations.contains(.expand) else { return [text] }
    let parts = text.split(separator: "%", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.count % 2 == 1 else {
      throw SigmaError("expand needs a placeholder such as %admins%", at: node)
    }
    var texts = [""]
    for (position, part) in parts.enumerated() {
      let values = try position % 2 == 0 ? [String(part)] : self.values(of: String(part), node)
      guard texts.count * values.count <= SigmaValueReader.most else {
        throw SigmaError("its placeholders stand for more than \(SigmaValueReader.most) texts", at: node)
      }
      texts = texts.flatMap { text in values.map { text + $0 } }
    }
    return texts
  }

  private func values(of name: String, _ node: YAMLNode) throws(SigmaError) -> [String] {
    guard let values = placeholders[name], !values.isEmpty else {
      throw SigmaError(
        "the placeholder %\(name)% has no values; give them under placeholders in the configuration", at: node
      )
    }
    return values
  }
}
