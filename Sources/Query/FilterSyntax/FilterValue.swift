import CloudTrail

extension FilterField {
  /// Whether it asks about the event and not about a value: quantifiers mean nothing to it.
  var isDerivedQuestion: Bool {
    if case .path = self { false } else { true }
  }
}

extension FilterParser {
  /// One value behind a field's colon; `start` is where the field begins.
  mutating func value(of field: FilterField, relative start: Int) throws(FilterError) -> Predicate {
    switch field {
    case .path(let path): return .field(path, try test(of: path))
    case .time: return .time(try timeRange())
    case .rule: return .rule(try pattern())
    case .severity: return .severity(try severities())
    case .flag: return .flag(try flag())
    case .has: return .field(try referredPath(), .present)
    }
  }

  private mutating func test(of path: FieldPath) throws(FilterError) -> FieldTest {
    switch cursor.current {
    case "/": return .regex(try regex())
    case "$": return try reference()
    case "*" where cursor.peek(1) == "$": return try reference()
    case "~": return try namedTest()
    case "=": return .text(try pattern())
    default: break
    }
    let text = try readText()
    guard let bare = text.bare else { return .text(TextPattern(text.pieces)) }
    if bare == "*" { return .present }
    if bare == "null", case .record = path { return .kind(.null) }
    if let network = Network(bare) { return .network(network) }
    if let range = WrittenRange(bare) { return try valueRange(range, text: text) }
    return .text(TextPattern(text.pieces))
  }

  /// A range over numbers or times; two dots between anything else are text.
  private func valueRange(_ range: WrittenRange, text: FilterText) throws(FilterError) -> FieldTest {
    if let numbers = range.numbers { return .number(numbers) }
    if let times = range.times(now: now) { return .time(times) }
    guard range.isComparison else { return .text(TextPattern(text.pieces)) }
    throw cursor.error(
      "a comparison needs a number or a time", at: text.start,
      hint: "write 5, 2026-11-01T00:00Z or -2h, or quote the value")
  }

  /// `$path`, with `*` before or behind it where more text may stand.
  private mutating func reference() throws(FilterError) -> FieldTest {
    let moreBefore = cursor.take("*")
    cursor.at += 1
    let path = try referredPath()
    switch (moreBefore, cursor.take("*")) {
    case (false, false): return .reference(path, .whole)
    case (false, true): return .reference(path, .start)
    case (true, false): return .reference(path, .end)
    case (true, true): return .reference(path, .anywhere)
    }
  }

  private mutating func namedTest() throws(FilterError) -> FieldTest {
    if cursor.peek(1) == "~" {
      cursor.at += 2
      return .within(try pattern())
    }
    let text = try readText()
    switch text.bare {
    case "~exists": return .exists
    case "~empty": return .empty
    default: break
    }
    guard let word = text.bare, let kind = ValueKind(rawValue: String(word.dropFirst())) else {
      throw cursor.error(
        "unknown test", at: text.start,
        hint: "write ~exists ~empty ~string ~number ~bool ~null or ~object, or quote the value")
    }
    return .kind(kind)
  }

  /// A text, with `=` before it cased.
  private mutating func pattern() throws(FilterError) -> TextPattern {
    let caseSensitive = cursor.take("=")
    return TextPattern(try readText().pieces, caseSensitive: caseSensitive)
  }

  private mutating func timeRange() throws(FilterError) -> TimeRange {
    let text = try readText()
    let written = text.pieces.compactMap { if case .literal(let part) = $0 { part.string } else { nil } }
      .joined()
    if let range = WrittenRange(written), let times = range.times(now: now) { return times }
    if let single = TimeText(written) { return TimeRange(from: single.start, through: single.end) }
    throw cursor.error(
      "no time", at: text.start,
      hint: "write 2026-11-01, 2026-11-01T00:00Z..2026-11-01T06:00Z, >=2026-11-01T00:00Z or >-2h")
  }

  private mutating func severities() throws(FilterError) -> ClosedRange<Severity> {
    let text = try readText()
    let names = Severity.allCases.map(\.name)
    let written = text.bare ?? ""
    if let range = WrittenRange(written), let severities = range.severities { return severities }
    if let severity = Severity(named: written) { return severity...severity }
    throw cursor.error(
      "unknown severity \"\(FilterCursor.excerpt(written))\"", at: text.start,
      hint: didYouMean(written, names) ?? "write one of \(names.joined(separator: " ")), >=high or low..high")
  }

  private mutating func flag() throws(FilterError) -> EventFlag {
    let text = try readText()
    let written = (text.bare ?? "").lowercased()
    if let flag = EventFlag(rawValue: written) { return flag }
    let names = EventFlag.allCases.map(\.rawValue)
    throw cursor.error(
      "unknown word \"\(FilterCursor.excerpt(written))\" after is:", at: text.start,
      hint: didYouMean(written, names) ?? "write one of \(names.joined(separator: " "))")
  }

  private func didYouMean(_ word: String, _ names: [String]) -> String? {
    Spelling.closest(to: word, among: names).map { "did you mean \($0)?" }
  }

  /// `/…/flags`; the slash is at the cursor.
  private mutating func regex() throws(FilterError) -> RegexPattern {
    let opening = cursor.at
    cursor.at += 1
    var source = String.UnicodeScalarView()
    while let scalar = cursor.current, scalar != "/" {
      if scalar == "\\", let next = cursor.peek(1) {
        if next != "/" { source.append(scalar) }
        source.append(next)
        cursor.at += 2
      } else {
        source.append(scalar)
        cursor.at += 1
      }
    }
    guard cursor.take("/") else {
      throw cursor.error(
        "the expression is never closed", at: opening,
        hint: "add \"/\", or quote a value that begins with a slash")
    }
    let options = try regexFlags(opening: opening)
    do {
      return try RegexPattern(String(source), options: options)
    } catch {
      let before = String(decoding: String(source).utf8.prefix(error.offset), as: UTF8.self).unicodeScalars
        .count
      throw cursor.error(
        "the expression is not valid: \(error.reason)", at: min(opening + 1 + before, cursor.at))
    }
  }

  private mutating func regexFlags(opening: Int) throws(FilterError) -> RegexPattern.Options {
    var options: RegexPattern.Options = .ignoreCase
    while !cursor.atEnd, let scalar = cursor.current {
      switch scalar {
      case "c": options.remove(.ignoreCase)
      case "m": options.insert(.multiLine)
      case "s": options.insert(.dotAll)
      default:
        throw cursor.error(
          "unknown letter behind the expression",
          hint: "flags are c (case counts), m and s; quote a value that holds slashes")
      }
      cursor.at += 1
    }
    return options
  }
}
