import CloudTrail

/// Writes what stands behind a colon.
struct ValuePrinter {
  let isRelative: Bool

  func text(of test: FieldTest) -> String {
    switch test {
    case .text(let pattern): ValuePrinter.text(of: pattern)
    case .regex(let regex): ValuePrinter.text(of: regex)
    case .network(let network): "\(network)"
    case .number(let range): ValuePrinter.text(of: range)
    case .time(let range): ValuePrinter.text(of: range)
    case .reference(let path, let place): reference(path, place)
    case .within(let pattern): "~~\(ValuePrinter.text(of: pattern))"
    case .exists: "~exists"
    case .present: "*"
    case .empty: "~empty"
    case .kind(let kind): "~\(kind.rawValue)"
    case .all(let tests): list(tests, joinedBy: " ", whenEmpty: "(~exists OR -~exists)")
    case .any(let tests): list(tests, joinedBy: " OR ", whenEmpty: "(~exists -~exists)")
    case .not(let test): "(-\(text(of: test)))"
    }
  }

  private func reference(_ path: FieldPath, _ place: Place) -> String {
    let name = "$" + PathPrinter(isRelative: isRelative).text(of: path)
    return switch place {
    case .whole: name
    case .start: name + "*"
    case .end: "*" + name
    case .anywhere: "*" + name + "*"
    }
  }

  private func list(_ tests: [FieldTest], joinedBy separator: String, whenEmpty: String) -> String {
    tests.isEmpty ? whenEmpty : "(\(tests.map(text).joined(separator: separator)))"
  }

  /// Whether a test reads back the same when its parts may be met by different elements: no AND, no NOT.
  static func isPlainList(_ test: FieldTest) -> Bool {
    switch test {
    case .all, .not: false
    case .any(let tests): !tests.isEmpty && tests.allSatisfy(isPlainList)
    default: true
    }
  }

  static func text(of pattern: TextPattern) -> String {
    (pattern.caseSensitive ? "=" : "") + body(of: pattern, isSafe: isSafeValue)
  }

  /// A pattern found anywhere, as a term of its own.
  static func word(of pattern: TextPattern) -> String {
    (pattern.caseSensitive ? "=" : "") + body(of: pattern, isSafe: isSafeWord)
  }

  private static func body(of pattern: TextPattern, isSafe: (String) -> Bool) -> String {
    var bare = ""
    var quotedText = ""
    for piece in pattern.pieces {
      switch piece {
      case .literal(let text):
        bare += text.string
        quotedText += quoted(text.string)
      case .anyRun: (bare, quotedText) = (bare + "*", quotedText + "*")
      case .anyOne: (bare, quotedText) = (bare + "?", quotedText + "?")
      }
    }
    let literals = pattern.pieces.allSatisfy { piece in
      if case .literal(let text) = piece {
        !text.string.utf8.contains { $0 == 0x2A || $0 == 0x3F }
      } else {
        true
      }
    }
    if literals, isSafe(bare) { return bare }
    // A pattern without a literal still needs quotes, or `*` would be the question for any value.
    return quotedText.utf8.contains(UInt8(ascii: "\"")) ? quotedText : "\"\"" + quotedText
  }

  static func quoted(_ text: String) -> String {
    var inside = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { inside.append("\\") }
      inside.append(scalar)
    }
    return "\"\(String(inside))\""
  }

  private static func isSafeValue(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, isPlain(text, also: [":", "/", "+", "=", ",", "@"]) else {
      return false
    }
    if ["/", "="].contains(first) || text == "*" || text == "null" { return false }
    return WrittenRange(text) == nil && Network(text) == nil
  }

  private static func isSafeWord(_ text: String) -> Bool {
    let keywords = ["and", "or", "not"]
    guard let first = text.unicodeScalars.first, isPlain(text, also: ["/", "+", "=", ",", "@"]) else {
      return false
    }
    return first != "-" && first != "=" && !keywords.contains(text.lowercased())
  }

  private static func isPlain(_ text: String, also allowed: Set<Unicode.Scalar>) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "*", "?": true
      default: allowed.contains(scalar)
      }
    }
  }

  static func text(of regex: RegexPattern) -> String {
    var written = String.UnicodeScalarView()
    var escaped = false
    for scalar in regex.source.string.unicodeScalars {
      if scalar == "/", !escaped { written.append("\\") }
      written.append(scalar)
      escaped = scalar == "\\" && !escaped
    }
    var flags = regex.options.contains(.ignoreCase) ? "" : "c"
    if regex.options.contains(.multiLine) { flags += "m" }
    if regex.options.contains(.dotAll) { flags += "s" }
    return "/\(String(written))/\(flags)"
  }

  static func text(of range: NumberRange) -> String {
    switch (range.lower, range.upper) {
    case (nil, nil): "/^-?[0-9]/"
    case (let low?, nil): ">\(low.inclusive ? "=" : "")\(low.value)"
    case (nil, let high?): "<\(high.inclusive ? "=" : "")\(high.value)"
    case (let low?, let high?):
      "\(low.inclusive ? "" : ">")\(low.value)..\(high.inclusive ? "" : "<")\(high.value)"
    }
  }

  static func text(of range: TimeRange) -> String {
    switch (range.from, range.through) {
    case (nil, nil): ">=0000-01-01"
    case (let from?, nil): ">=\(text(of: from))"
    case (nil, let through?): "<=\(text(of: through))"
    case (let from?, let through?): "\(text(of: from))..\(text(of: through))"
    }
  }

  /// RFC 3339, with milliseconds only where there are any.
  private static func text(of time: Timestamp) -> String {
    let civil = CivilTime(seconds: time.seconds)
    let milliseconds = time.milliseconds - time.seconds * 1000
    let digits = "\(milliseconds)"
    let fraction = milliseconds == 0 ? "" : "." + String(repeating: "0", count: 3 - digits.count) + digits
    return "\(civil.date)T\(civil.clock)\(fraction)Z"
  }

  static func text(of range: ClosedRange<Severity>) -> String {
    if range.lowerBound == range.upperBound { return range.lowerBound.name }
    return range.upperBound == .critical
      ? ">=\(range.lowerBound.name)" : "\(range.lowerBound.name)..\(range.upperBound.name)"
  }
}
