import CloudTrail

/// Conditions on one field. Nil is a clause that says nothing.
extension OpenSearchClauses {
  /// A clause that holds of every document in which the field passes the test.
  /// - Parameter isWhole: whether every value of the field is in its keyword.
  mutating func atLeast(_ field: DocumentShape.Field, _ leaf: PushedLeaf, isWhole: Bool) -> QueryJSON? {
    switch (leaf.test, field) {
    case (.text(let patterns), _):
      var clauses: [QueryJSON] = []
      for pattern in patterns {
        guard let clause = atLeast(field, pattern, at: leaf.place, isWhole: isWhole) else { return nil }
        clauses.append(clause)
      }
      return OpenSearchClauses.disjunction(clauses)
    case (.value, .keyword(let name, let text)):
      guard text != nil || isWhole else { return nil }
      return OpenSearchClauses.disjunction([name, text].compactMap { $0 }.map(OpenSearchClauses.exists))
    case (.value, _):
      let names = field.existenceNames
      return names.isEmpty ? nil : OpenSearchClauses.exists(names[0])
    case (.truth(let value), _): return OpenSearchClauses.truth(field, value)
    case (.account(let id), _): return OpenSearchClauses.account(field, id)
    case (.number(let range), .integer(let name)), (.number(let range), .double(let name)):
      return OpenSearchClauses.range(name, range)
    case (.time(let range), .date(let name)): return OpenSearchClauses.range(name, range)
    case (.network(let network), .address(let name)):
      return ["term": .object([(name, .string(network.description))])]
    case (.network(let network), .keyword(let name, _)): return OpenSearchClauses.network(name, network)
    case (.number, _), (.time, _), (.network, _): return nil
    }
  }

  /// A clause that holds only of documents in which the field passes the test.
  mutating func atMost(_ field: DocumentShape.Field, _ leaf: PushedLeaf) -> QueryJSON? {
    switch (leaf.test, field) {
    case (.text(let patterns), .keyword(let name, _)):
      let clauses = patterns.compactMap { atMost(name, $0, at: leaf.place) }
      if clauses.count < patterns.count { isExact = false }
      return clauses.isEmpty ? nil : OpenSearchClauses.disjunction(clauses)
    case (.value, _):
      let names = field.existenceNames
      return names.isEmpty ? nil : OpenSearchClauses.disjunction(names.map(OpenSearchClauses.exists))
    case (.account(let id), _): return OpenSearchClauses.account(field, id)
    default: return nil
    }
  }

  // MARK: Texts

  private mutating func atLeast(
    _ field: DocumentShape.Field, _ pattern: TextPattern, at place: PushedPlace, isWhole: Bool
  ) -> QueryJSON? {
    switch field {
    case .keyword(let name, let text):
      guard isWritten(pattern, at: place) else { return nil }
      let isShort = (pattern.longestMatch.map { $0 <= DocumentShape.keywordLimit } ?? false) || isWhole
      guard isShort || text != nil else { return nil }
      if pattern.matchesEverything {
        return OpenSearchClauses.disjunction(field.existenceNames.map(OpenSearchClauses.exists))
      }
      if !pattern.foldsWithinASCII { isExact = false }
      guard let found = OpenSearchClauses.text(name, pattern) else { return nil }
      guard !isShort, let text else { return found }
      isExact = false
      return OpenSearchClauses.disjunction(
        [found] + OpenSearchClauses.tooLong(name, text, pattern, at: place))
    case .integer(let name):
      guard let number = pattern.literal.flatMap({ OpenSearchClauses.plainInteger($0.string) }) else {
        return nil
      }
      isExact = false
      return ["term": .object([(name, .integer(number))])]
    case .boolean(let name):
      guard let literal = pattern.literal?.string.lowercased(), let value = Bool(literal) else { return nil }
      isExact = false
      return ["term": .object([(name, .bool(value))])]
    case .double, .date, .address, .other: return nil
    }
  }

  private func atMost(_ name: String, _ pattern: TextPattern, at place: PushedPlace) -> QueryJSON? {
    guard isWritten(pattern, at: place), pattern.foldsWithinASCII else { return nil }
    if !place.isOwn, pattern.mayMatchNumber { return nil }
    if pattern.matchesEverything { return OpenSearchClauses.exists(name) }
    return OpenSearchClauses.text(name, pattern)
  }

  /// Whether what the pattern matches is in the keyword as the record writes it. Numbers are not: on the way to the index `1.50` has
  /// become `1.5`, and in extracted fields a text that looks like a number is one (FACTS).
  private func isWritten(_ pattern: TextPattern, at place: PushedPlace) -> Bool {
    if place.isOwn, !shape.isExtracted { return true }
    if let literal = pattern.literal, OpenSearchClauses.plainInteger(literal.string) != nil { return true }
    return !(shape.isExtracted ? pattern.mayMatchNumberOfJavaScript : pattern.mayMatchNumber)
  }

  /// A whole number in the only way that it is ever written; nil for anything else.
  private static func plainInteger(_ text: String) -> Int64? {
    guard text.utf8.count <= 15, let number = Int64(text), String(number) == text else { return nil }
    return number
  }

  /// Clauses for values that were too long for the keyword: nothing of the field is in it, or, where there may be several values, the
  /// analysed text has the pattern's longest word or one that was cut (the standard analyser cuts words at 255).
  private static func tooLong(
    _ name: String, _ text: String, _ pattern: TextPattern, at place: PushedPlace
  ) -> [QueryJSON] {
    let without: QueryJSON = ["bool": ["filter": [exists(text)], "must_not": [exists(name)]]]
    if place.isOwn { return [without] }
    let word = pattern.longestWord
    if word.isEmpty { return [exists(text)] }
    let parts = word.lowercased().unicodeScalars.map(LuceneRegex.folded).joined()
    return [without] + [".*\(parts).*", ".{255,}"].map { ["regexp": .object([(text, .string($0))])] }
  }

  /// The texts that match the pattern, exactly, but for letters beyond ASCII whose case does not count; nil for one that is too long
  /// for an expression.
  static func text(_ name: String, _ pattern: TextPattern) -> QueryJSON? {
    if let literal = pattern.literal,
      pattern.caseSensitive
        || !literal.string.unicodeScalars.contains(where: { $0.foldedAlike.count > 1 || !$0.isASCII })
    {
      return ["term": .object([(name, .string(literal.string))])]
    }
    let regex = LuceneRegex.text(of: pattern)
    guard regex.unicodeScalars.count <= LuceneRegex.longest else { return nil }
    return ["regexp": .object([(name, .string(regex))])]
  }
}
