import CloudTrail

/// Reads filter text by recursive descent; the grammar stands at ``FilterSyntax``.
struct FilterParser {
  var cursor: FilterCursor
  let now: Timestamp
  /// What `@name` stands for.
  let saved: [SavedFilter]
  /// How many brackets are open; a saved filter counts as several.
  var depth = 0
  /// Within `field{…}`, where paths begin at an element and any name is plausible.
  private var isRelative = false

  init(_ text: String, now: Timestamp, saved: [SavedFilter] = []) {
    cursor = FilterCursor(text)
    (self.now, self.saved) = (now, saved)
  }

  mutating func filter() throws(FilterError) -> Predicate {
    cursor.skipBlanks()
    if cursor.current == nil { return .always }
    let predicate = try expression { (parser: inout FilterParser) throws(FilterError) -> Predicate in
      try parser.term()
    }
    guard cursor.current == nil else {
      throw cursor.error("\")\" without a \"(\" before it", hint: "remove it, or quote it to search for it")
    }
    return predicate
  }

  /// Leaves combined with AND, OR and NOT up to a closing bracket or the end.
  mutating func expression(
    _ leaf: (inout FilterParser) throws(FilterError) -> Predicate
  ) throws(FilterError) -> Predicate {
    depth += 1
    defer { depth -= 1 }
    guard depth <= FilterSyntax.deepest else {
      throw cursor.error("nested more than \(FilterSyntax.deepest) deep", hint: "remove brackets")
    }
    var alternatives = [try conjunction(leaf)]
    while takeKeyword("OR") { alternatives.append(try conjunction(leaf)) }
    return .disjunction(alternatives)
  }

  private mutating func conjunction(
    _ leaf: (inout FilterParser) throws(FilterError) -> Predicate
  ) throws(FilterError) -> Predicate {
    var parts: [Predicate] = []
    var needsTerm = true
    while true {
      cursor.skipBlanks()
      if !needsTerm && (closesGroup || keyword == "OR") { break }
      parts.append(try negation(leaf))
      needsTerm = takeKeyword("AND")
    }
    return .conjunction(parts)
  }

  private mutating func negation(
    _ leaf: (inout FilterParser) throws(FilterError) -> Predicate
  ) throws(FilterError) -> Predicate {
    cursor.skipBlanks()
    var isNegated = false
    while true {
      if takeKeyword("NOT") {
        isNegated.toggle()
      } else if cursor.current == "-", let next = cursor.peek(1), !next.properties.isWhitespace, next != ")" {
        cursor.at += 1
        isNegated.toggle()
      } else {
        break
      }
      cursor.skipBlanks()
    }
    if closesGroup { throw missingTerm }
    let inner = cursor.take("(") ? try group(leaf) : try leaf(&self)
    if case .not(let positive) = inner, isNegated { return positive }
    return isNegated ? .not(inner) : inner
  }

  /// What follows an opening parenthesis, which is behind the cursor.
  mutating func group(
    _ leaf: (inout FilterParser) throws(FilterError) -> Predicate
  ) throws(FilterError) -> Predicate {
    let opening = cursor.at - 1
    let inner = try expression(leaf)
    cursor.skipBlanks()
    guard cursor.take(")") else {
      throw cursor.error("\"(\" is never closed", at: opening, hint: "add \")\"")
    }
    return inner
  }

  /// A field with its value, or a word.
  private mutating func term() throws(FilterError) -> Predicate {
    if let word = keyword, ["AND", "OR"].contains(word) { throw missingTerm }
    if let word = cursor.word(among: ["and", "or", "not"]) {
      throw cursor.error(
        "\"\(word)\" in small letters",
        hint: "write \(word.uppercased()), or \"\(word)\" in quotes to search for the word")
    }
    if !isRelative, let filter = try savedFilter() { return filter }
    let start = cursor.at
    if let path = try readPath(), let next = cursor.current, next == ":" || next == "{" {
      cursor.at += 1
      return next == ":" ? try fieldTerm(path, at: start) : try elementsTerm(path, at: start)
    }
    cursor.at = start
    return try word()
  }

  /// A word or phrase anywhere in the record.
  private mutating func word() throws(FilterError) -> Predicate {
    let caseSensitive = cursor.current == "=" && cursor.peek(1) != nil && cursor.take("=")
    let value = try readText()
    let pattern = TextPattern(value.pieces, caseSensitive: caseSensitive)
    return pattern.pieces.isEmpty || pattern.matchesEverything ? .always : .anywhere(pattern)
  }

  private mutating func fieldTerm(_ path: WrittenPath, at start: Int) throws(FilterError) -> Predicate {
    let field = try meaning(of: path, at: start)
    if cursor.current == nil || cursor.current?.properties.isWhitespace == true {
      throw cursor.error(
        "no value after \"\(FilterCursor.excerpt(cursor.text(start..<cursor.at)))\"",
        hint: "write the value right behind the colon; * for any value")
    }
    if path.marker != nil, field.isDerivedQuestion {
      throw cursor.error("[one] and [every] need a field of the record", at: start, hint: "remove it")
    }
    let value: Predicate
    if cursor.take("(") {
      value = try group { (parser: inout FilterParser) throws(FilterError) -> Predicate in
        try parser.value(of: field, relative: start)
      }
    } else {
      value = try self.value(of: field, relative: start)
    }
    guard cursor.atEnd, cursor.current != "(" else {
      throw cursor.error("the value ends before this", hint: "quote a value that holds brackets or wildcards")
    }
    return path.marker.map { value.asOneTest(quantifier: $0) } ?? value.joiningAlternatives
  }

  private mutating func elementsTerm(_ path: WrittenPath, at start: Int) throws(FilterError) -> Predicate {
    guard case .path(.record(let steps)) = try meaning(of: path, at: start) else {
      throw cursor.error(
        "{ } needs a path into the record before it", at: start, hint: "quote a word that holds braces")
    }
    let wasRelative = isRelative
    isRelative = true
    cursor.braces += 1
    let inner = try expression { (parser: inout FilterParser) throws(FilterError) -> Predicate in
      try parser.term()
    }
    cursor.skipBlanks()
    guard cursor.take("}") else {
      throw cursor.error(
        "\"{\" is never closed", at: start, hint: "add \"}\", or quote a word that holds braces")
    }
    isRelative = wasRelative
    cursor.braces -= 1
    return .elements(steps, path.marker ?? .any, inner)
  }

  private func meaning(of path: WrittenPath, at start: Int) throws(FilterError) -> FilterField {
    do {
      return try path.meaning(isRelative: isRelative)
    } catch {
      throw cursor.error(error.message, at: start, hint: error.hint)
    }
  }

  /// The path that a `$` or `has:` names.
  mutating func referredPath() throws(FilterError) -> FieldPath {
    let start = cursor.at
    guard let written = try readPath(), cursor.atEnd || cursor.current == "*" else {
      throw cursor.error("no field here", at: start, hint: "write a field such as userIdentity.accountId")
    }
    guard case .path(let path) = try meaning(of: written, at: start), written.marker == nil else {
      throw cursor.error(
        "not a field of the record", at: start, hint: "write a field such as userIdentity.accountId")
    }
    return path
  }

  // MARK: Words of the language

  private var closesGroup: Bool {
    guard let scalar = cursor.current else { return true }
    return scalar == ")" || (cursor.braces > 0 && scalar == "}")
  }

  private var keyword: String? { cursor.word(among: ["AND", "OR", "NOT"]) }

  private mutating func takeKeyword(_ keyword: String) -> Bool {
    cursor.skipBlanks()
    guard self.keyword == keyword else { return false }
    cursor.at += keyword.unicodeScalars.count
    return true
  }

  private var missingTerm: FilterError {
    cursor.error(
      "a term is missing here",
      hint: "write a term such as action:CreateUser, or quote AND, OR, NOT to search for the word")
  }
}
