import CloudTrail

/// Writes conditions as expressions of a `filter` command, each in parentheses unless it is one comparison. Nil stands for an expression
/// that every event satisfies.
struct InsightsWriter {
  let root: InsightsQuery.RecordRoot
  /// False once an expression was widened.
  private(set) var isExact = true

  init(root: InsightsQuery.RecordRoot) { self.root = root }

  mutating func expression(_ condition: PushedCondition) -> String? {
    switch condition {
    case .anything: return nil
    case .nothing: return InsightsWriter.nothing
    case .all(let parts): return InsightsWriter.joined(parts.compactMap { expression($0) }, "and")
    case .any(let parts):
      var expressions: [String] = []
      for part in parts {
        guard let expression = expression(part) else { return nil }
        expressions.append(expression)
      }
      return InsightsWriter.joined(expressions, "or")
    case .leaf(let leaf):
      let written = leaf.isNegated ? negative(leaf) : positive(leaf)
      if written == nil { isExact = false }
      return written
    }
  }

  static func joined(_ expressions: [String], _ word: String) -> String? {
    switch expressions.count {
    case 0: nil
    case 1: expressions[0]
    default: "(" + expressions.joined(separator: " \(word) ") + ")"
    }
  }

  /// Holds of no event: each has a text.
  private static let nothing = "(not ispresent(@message))"

  // MARK: Positive

  private mutating func positive(_ leaf: PushedLeaf) -> String? {
    if leaf.place == .envelopeAccount, root == .record { return InsightsWriter.nothing }
    guard let field = name(of: leaf.place) else { return message(leaf) }
    switch leaf.test {
    case .text(let patterns):
      let message = message(leaf)
      // Within arrays a field has other names: only the whole text is sure to have it.
      guard leaf.place.isOwn else { return message }
      let tests = patterns.map { InsightsText.matches(field, $0) }
      if patterns.contains(where: { !$0.foldsWithinASCII || $0.pieces.contains(.anyOne) }) { isExact = false }
      guard !tests.contains(nil) else { return message }
      let truths = leaf.place.isTruth ? InsightsWriter.truths(field, patterns) : []
      // The negation stands last, where no reading of precedence can draw more into it.
      let missing = message.map { "(\($0) and not ispresent(\(field)))" } ?? "not ispresent(\(field))"
      return InsightsWriter.joined(tests.compactMap { $0 } + truths + [missing], "or")
    case .account(let id):
      guard var list = InsightsWriter.texts(id) else { return nil }
      if let number = AccountSpelling.number(of: id) { list.append("\(number)") }
      return "(\(field) in [\(list.joined(separator: ", "))] or not ispresent(\(field)))"
    case .truth(let value):
      // Booleans are 1 and 0, as far as is known (INSIGHTS, Fields).
      let word = InsightsText.regex(TextPattern(exactly: value ? "true" : "false"), isWider: true) ?? ""
      return
        "(\(field) in [\(value ? 1 : 0), \"\(value)\"] or \(field) like /\(word)/ or not ispresent(\(field)))"
    case .network(let network):
      guard leaf.place.isOwn, network.isVersion4 || !network.holdsVersion4 else { return nil }
      var tests = ["isIpInSubnet(\(field), \"\(network)\")"]
      // An address of version 4 may be written as one of version 6.
      if network.isVersion4 { tests.append("\(field) like /:/") }
      return InsightsWriter.joined(tests + ["not ispresent(\(field))"], "or")
    case .value: return key(of: leaf.place)
    case .number, .time: return nil
    }
  }

  /// Holds where the field is a boolean whose word a pattern matches: booleans are 1 and 0, as far as is known (INSIGHTS, Fields).
  private static func truths(_ field: String, _ patterns: [TextPattern]) -> [String] {
    [("true", 1), ("false", 0)].compactMap { word, number in
      patterns.contains { $0.matches(word) } ? "\(field) in [\(number)]" : nil
    }
  }

  /// The pattern's longest word in the raw event, or an escape by which any letter may be written.
  private mutating func message(_ leaf: PushedLeaf) -> String? {
    guard case .text(let patterns) = leaf.test else { return nil }
    isExact = false
    var tests: [String] = []
    for pattern in patterns {
      var word = pattern.longestWord
      // An account's id may be written without its leading zeros.
      if leaf.place == .wholeRecord, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
        word = String(word.drop { $0 == "0" })
      }
      guard !word.isEmpty else { return nil }
      tests.append(InsightsText.contains("@message", word, caseSensitive: pattern.caseSensitive))
    }
    return InsightsWriter.joined(tests + [InsightsText.hasEscapedLetter], "or")
  }

  /// The last key, which stands in the raw event where the place has a value.
  private mutating func key(of place: PushedPlace) -> String? {
    guard case .record(let keys) = place, let key = keys.last, key.unicodeScalars.allSatisfy(\.isASCIIWord)
    else { return nil }
    isExact = false
    return InsightsWriter.joined(
      [InsightsText.contains("@message", key, caseSensitive: true), InsightsText.hasEscapedLetter], "or")
  }

  // MARK: Negative

  private mutating func negative(_ leaf: PushedLeaf) -> String? {
    guard let field = name(of: leaf.place) else { return nil }
    switch leaf.test {
    case .text(let patterns):
      let kept = patterns.filter {
        leaf.place.isOwn && !leaf.place.isTruth
          || !$0.mayMatchNumber && !$0.matches("true") && !$0.matches("false")
      }
      let tests = kept.compactMap { InsightsText.differs(field, $0) }
      if tests.count < patterns.count { isExact = false }
      return InsightsWriter.joined(tests, "and").map { "(\($0) or not ispresent(\(field)))" }
    case .account(let id):
      guard let list = InsightsWriter.texts(id) else { return nil }
      return "(\(field) not in [\(list.joined(separator: ", "))] or not ispresent(\(field)))"
    case .value:
      // An event whose field was not discovered is kept, so only a field that is there drops one.
      return "(not ispresent(\(field)))"
    case .truth, .number, .time, .network: return nil
    }
  }

  // MARK: Names

  /// The field's name in backticks (INSIGHTS, Text); nil for the raw event and for a name that cannot be written so.
  private func name(of place: PushedPlace) -> String? {
    switch place {
    case .envelopeAccount: return root == .detail ? "`account`" : nil
    case .wholeRecord: return nil
    case .record(let keys):
      let name = ((root == .detail ? ["detail"] : []) + keys).joined(separator: ".")
      let isPlain = name.unicodeScalars.allSatisfy { $0.isASCIIWord || "_-.@$:".unicodeScalars.contains($0) }
      return isPlain && name.utf8.count <= 512 ? "`\(name)`" : nil
    }
  }

  /// An account's id in every way that it is written as a text, quoted: an unquoted one would be compared as a number.
  private static func texts(_ id: String) -> [String]? {
    let texts = AccountSpelling.texts(of: id).compactMap(InsightsText.quoted)
    return texts.isEmpty ? nil : texts
  }
}
