import YAML

/// The condition's language: identifiers, `1 of`, `any of`, `all of`, `them`, `and`, `or`, `not`, parentheses; `not` binds tightest,
/// then `and`.
struct SigmaCondition {
  /// How deeply parentheses and negations may nest.
  private static let deepest = 64
  private static let longest = 16_384

  private let node: YAMLNode
  private let searches: [SigmaSearch]
  private let tokens: [String]
  private var at = 0
  private var depth = 0

  static func predicate(_ node: YAMLNode, searches: [SigmaSearch]) throws(SigmaError) -> WrittenPredicate {
    guard let text = node.text, text.utf8.count <= longest else {
      throw SigmaError("condition must be a text of at most \(longest) bytes", at: node)
    }
    var condition = SigmaCondition(node: node, searches: searches, text: text)
    let predicate = try condition.disjunction()
    if let extra = condition.peek { throw condition.error("\"\(extra)\" is not expected here") }
    return predicate
  }

  private init(node: YAMLNode, searches: [SigmaSearch], text: String) {
    (self.node, self.searches) = (node, searches)
    tokens = SigmaCondition.tokens(text)
  }

  /// Words and parentheses. By bytes: where characters begin and end is nothing to them, and long to find out.
  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var start = text.startIndex
    for (place, byte) in zip(text.utf8.indices, text.utf8) {
      let isParenthesis = byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
      guard isParenthesis || byte == 0x20 || (0x09...0x0D).contains(byte) else { continue }
      if start < place { tokens.append(String(text[start..<place])) }
      if isParenthesis { tokens.append(byte == UInt8(ascii: "(") ? "(" : ")") }
      start = text.utf8.index(after: place)
    }
    if start < text.endIndex { tokens.append(String(text[start...])) }
    return tokens
  }

  private var peek: String? { at < tokens.count ? tokens[at] : nil }

  private func error(_ reason: String) -> SigmaError { SigmaError("condition: \(reason)", at: node) }

  private mutating func take(_ word: String) -> Bool {
    guard let next = peek, next.lowercased() == word else { return false }
    at += 1
    return true
  }

  private mutating func disjunction() throws(SigmaError) -> WrittenPredicate {
    var ways = [try conjunction()]
    while take("or") { ways.append(try conjunction()) }
    return ways.count == 1 ? ways[0] : .any(ways)
  }

  private mutating func conjunction() throws(SigmaError) -> WrittenPredicate {
    var parts = [try negation()]
    while take("and") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negation() throws(SigmaError) -> WrittenPredicate {
    depth += 1
    defer { depth -= 1 }
    guard depth <= SigmaCondition.deepest else {
      throw error("nested more than \(SigmaCondition.deepest) levels deep")
    }
    return take("not") ? .not(try negation()) : try operand()
  }

  private mutating func operand() throws(SigmaError) -> WrittenPredicate {
    guard let word = peek else { throw error("it ends where an identifier is expected") }
    if take("(") {
      let inner = try disjunction()
      guard take(")") else { throw error("a parenthesis is not closed") }
      return inner
    }
    at += 1
    if take("of") { return try quantified(word.lowercased()) }
    guard let search = searches.first(where: { $0.name == word }) else {
      throw error("there is no search identifier \"\(word)\"")
    }
    return search.predicate
  }

  /// What follows `1 of`: `them` is every identifier that has no underscore before it, else a name with `*`.
  private mutating func quantified(_ quantifier: String) throws(SigmaError) -> WrittenPredicate {
    guard ["1", "any", "all"].contains(quantifier) else {
      throw error("\"\(quantifier) of\" is not in the specification: 1 of, any of or all of")
    }
    guard let pattern = peek else { throw error("\"of\" is followed by them or a name with *") }
    at += 1
    let meant: [SigmaSearch]
    if pattern.lowercased() == "them" {
      meant = searches.filter { !$0.name.hasPrefix("_") }
    } else {
      let glob = TextPattern(glob: pattern, caseSensitive: true)
      meant = searches.filter { glob.matches($0.name) }
    }
    if meant.isEmpty { throw error("no search identifier is meant by \"\(pattern)\"") }
    let parts = meant.map(\.predicate)
    return quantifier == "all" ? .all(parts) : .any(parts)
  }
}
