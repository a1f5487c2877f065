import CloudTrail

/// Turns one condition on one field into the elements of the field's array.
struct EventPatternLeafReader {
  let place: PushedPlace
  /// False once the elements let pass more than the condition.
  private(set) var isExact = true

  init(place: PushedPlace) { self.place = place }

  /// The elements; nil where nothing can be asked, none where nothing passes.
  mutating func values(_ leaf: PushedLeaf) -> [EventPatternValue]? {
    leaf.isNegated ? negative(leaf.test) : positive(leaf.test)
  }

  // MARK: Positive

  private mutating func positive(_ test: PushedTest) -> [EventPatternValue]? {
    switch test {
    case .text(let patterns): return patterns.flatMap { text($0) }
    case .truth(let value): return [.truth(value), .ignoringCase(ExactString(value ? "true" : "false"))]
    case .account(let id):
      let texts = AccountSpelling.texts(of: id).map { EventPatternValue.exactly(ExactString($0)) }
      return texts + (AccountSpelling.number(of: id).map { [.number("\($0)")] } ?? [])
    case .network(let network): return self.network(network)
    case .number, .time:
      isExact = false
      // A text may be a number or a time too, which no operator reads.
      return [.present]
    case .value:
      // `exists` does not see objects.
      guard place.isOwn else { return nil }
      isExact = false
      return [.present]
    }
  }

  private mutating func network(_ network: Network) -> [EventPatternValue] {
    // AWS compares addresses within one version.
    guard network.isVersion4 || !network.holdsVersion4, network.prefixLength < 128 else {
      isExact = false
      return [.present]
    }
    isExact = isExact && place.isOwn
    return [.network(network)]
  }

  private mutating func text(_ pattern: TextPattern) -> [EventPatternValue] {
    let value = value(pattern)
    if value == .present { return [.present] }
    // Numbers and truths have a text too, which only their own form finds.
    if place.isOwn, !place.isTruth { return [value] }
    var values = [value]
    for word in [true, false] where pattern.matches("\(word)") { values.append(.truth(word)) }
    guard pattern.mayMatchNumber, !place.isOwn else { return values }
    isExact = false
    guard let literal = pattern.literal?.string, literal.utf8.count <= 15, Int64(literal) != nil else {
      return [.present]
    }
    return values + [.number(literal)]
  }

  private mutating func value(_ pattern: TextPattern) -> EventPatternValue {
    let ignoringCase = !pattern.caseSensitive && pattern.hasCase
    if let literal = pattern.literal { return ignoringCase ? .ignoringCase(literal) : .exactly(literal) }
    switch (pattern.pieces.count, pattern.pieces.first, pattern.pieces.last) {
    case (2, .literal(let text)?, .anyRun?): return .prefix(text, ignoringCase: ignoringCase)
    case (2, .anyRun?, .literal(let text)?): return .suffix(text, ignoringCase: ignoringCase)
    default: break
    }
    isExact = false
    if ignoringCase { return longerEnd(pattern) }
    return EventPatternLeafReader.wildcard(pattern) ?? longerEnd(pattern)
  }

  /// What the pattern begins or ends with, as far as one operator can say it.
  private func longerEnd(_ pattern: TextPattern) -> EventPatternValue {
    let ignoringCase = !pattern.caseSensitive
    var (head, tail) = (ExactString(""), ExactString(""))
    if case .literal(let text)? = pattern.pieces.first { head = text }
    if case .literal(let text)? = pattern.pieces.last { tail = text }
    let (before, behind) = (head.string.utf8.count, tail.string.utf8.count)
    if before == 0, behind == 0 { return .present }
    return before >= behind
      ? .prefix(head, ignoringCase: ignoringCase) : .suffix(tail, ignoringCase: ignoringCase)
  }

  /// The operand of `wildcard`, in which `?` has become `*`; nil for more than AWS takes.
  private static func wildcard(_ pattern: TextPattern) -> EventPatternValue? {
    var (text, runs, endsInRun) = ("", 0, false)
    for piece in pattern.pieces {
      if case .literal(let literal) = piece {
        for scalar in literal.string.unicodeScalars {
          if scalar == "\\" || scalar == "*" { text.unicodeScalars.append("\\") }
          text.unicodeScalars.append(scalar)
        }
        endsInRun = false
      } else if !endsInRun {
        text += "*"
        (runs, endsInRun) = (runs + 1, true)
      }
    }
    return runs <= WildcardPattern.mostRuns ? .wildcard(text) : nil
  }

  // MARK: Negative

  /// What does not pass, or is not there.
  private mutating func negative(_ test: PushedTest) -> [EventPatternValue]? {
    switch test {
    case .text(let patterns): return exclusion(patterns)
    case .account(let id):
      isExact = false
      let texts = AccountSpelling.texts(of: id).map { ExactString($0) }
      return texts.isEmpty ? nil : [.absent, .anythingBut(.exactly, texts)]
    case .value:
      isExact = isExact && place.isOwn
      return [.absent, .null]
    case .truth, .number, .time, .network: return nil
    }
  }

  /// One array can exclude texts of one form: the form that most of the patterns have.
  private mutating func exclusion(_ patterns: [TextPattern]) -> [EventPatternValue]? {
    if patterns.contains(where: \.matchesEverything) { return [.absent, .null] }
    var texts: [EventPatternValue.Exclusion: [ExactString]] = [:]
    for pattern in patterns {
      guard let (form, text) = excluded(pattern) else { continue }
      texts[form, default: []].append(text)
    }
    let forms = EventPatternValue.Exclusion.allCases.filter { texts[$0] != nil }
    guard let form = forms.max(by: { (texts[$0]?.count ?? 0) < (texts[$1]?.count ?? 0) }) else { return nil }
    let kept = texts[form] ?? []
    if kept.count < patterns.count || !place.isOwn { isExact = false }
    return [.absent, .anythingBut(form, kept)]
  }

  /// A form that excludes no more than the pattern matches: where only one case can be asked, the case it is written in.
  private mutating func excluded(_ pattern: TextPattern) -> (EventPatternValue.Exclusion, ExactString)? {
    let ignoringCase = !pattern.caseSensitive && pattern.hasCase
    if let literal = pattern.literal { return (ignoringCase ? .ignoringCase : .exactly, literal) }
    if ignoringCase { isExact = false }
    switch (pattern.pieces.count, pattern.pieces.first, pattern.pieces.last) {
    case (2, .literal(let text)?, .anyRun?): return (.prefix, text)
    case (2, .anyRun?, .literal(let text)?): return (.suffix, text)
    default:
      guard !pattern.pieces.contains(.anyOne),
        case .wildcard(let text)? = EventPatternLeafReader.wildcard(pattern)
      else { return nil }
      return (.wildcard, ExactString(text))
    }
  }
}

extension TextPattern {
  /// Whether its letters have another case.
  fileprivate var hasCase: Bool {
    pieces.contains { piece in
      guard case .literal(let text) = piece else { return false }
      return text.string.unicodeScalars.contains { !$0.isASCII || $0.foldedAlike.count > 1 }
    }
  }
}
