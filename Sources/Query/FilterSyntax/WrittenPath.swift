import CloudTrail

/// A field as a filter writes it, before it is known what it means.
struct WrittenPath {
  var steps: [FieldPath.Step] = []
  /// Whether the first key stood in quotes, which takes it as a key of the record whatever its name.
  var isQuoted = false
  /// `[one]` or `[every]`.
  var marker: Quantifier?

  /// Why a name means nothing.
  struct Refusal: Error {
    let message: String
    let hint: String
  }

  /// What the field stands for. Relative paths begin at an element, whose members may have any name: there
  /// only `has` and names with an at sign before them mean what they mean elsewhere.
  func meaning(isRelative: Bool) throws(Refusal) -> FilterField {
    guard case .key(let key)? = steps.first, !isQuoted else { return .path(.record(steps)) }
    let name = key.string
    if steps.count == 1, let known = FieldAlias.field(named: name, isRelative: isRelative) { return known }
    if !isRelative { try checkPlausible(name) }
    return .path(.record(steps))
  }

  /// Refuses a first key that CloudTrail does not have and that looks like a slip. Other unknown keys pass:
  /// CloudTrail grows.
  private func checkPlausible(_ name: String) throws(Refusal) {
    if FieldAlias.topLevelNames.contains(name) { return }
    let aliases = FieldAlias.all.map(\.name)
    if FieldAlias.services.contains(name) || name == "arn" || name == "http" || name == "https" {
      let field = name == "arn" ? "principal" : FieldAlias.services.contains(name) ? "action" : "agent"
      throw Refusal(
        message: "\"\(name)\" is not a field",
        hint: "write \(field):\(name):…, or put it in quotes to search for it")
    }
    let candidates = steps.count == 1 ? aliases + FieldAlias.topLevelNames : FieldAlias.topLevelNames
    if let close = Spelling.closest(to: name, among: candidates) {
      throw Refusal(
        message: "unknown field \"\(FilterCursor.excerpt(name))\"",
        hint: "did you mean \(close)? \(quoteHint)")
    }
    let isLowerWord = name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    if steps.count == 1, isLowerWord {
      throw Refusal(
        message: "unknown field \"\(FilterCursor.excerpt(name))\"",
        hint: "the fields are \(aliases.joined(separator: " ")) and any path into the record; \(quoteHint)")
    }
  }

  private var quoteHint: String { "quote the name to take it as it is" }
}

extension FilterParser {
  /// The path that begins at the cursor, nil where none does; the cursor is then anywhere.
  mutating func readPath() throws(FilterError) -> WrittenPath? {
    var path = WrittenPath()
    if cursor.take(".") {
      guard let next = cursor.current, [":", "[", "{"].contains(next) else { return nil }
    } else {
      path.isQuoted = cursor.current == "\""
      repeat {
        guard let key = try readKey() else { return nil }
        path.steps.append(.key(ExactString(key)))
        if try !readBrackets(into: &path) { return nil }
      } while path.marker == nil && cursor.take(".")
      return path
    }
    return try readBrackets(into: &path) ? path : nil
  }

  private mutating func readKey() throws(FilterError) -> String? {
    if cursor.current == "\"" { return try readQuoted() }
    let start = cursor.at
    while let scalar = cursor.current, FilterParser.isBareKey(scalar) { cursor.at += 1 }
    return start == cursor.at ? nil : cursor.text(start..<cursor.at)
  }

  static func isBareKey(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "@": true
    default: false
    }
  }

  /// Indices and a marker in brackets; false where brackets hold anything else.
  private mutating func readBrackets(into path: inout WrittenPath) throws(FilterError) -> Bool {
    while cursor.current == "[" {
      var ahead = cursor
      ahead.at += 1
      let start = ahead.at
      while let scalar = ahead.current, scalar != "]", ahead.at - start < 20 { ahead.at += 1 }
      let inside = ahead.text(start..<ahead.at)
      guard ahead.take("]"), path.marker == nil else { return false }
      switch inside {
      case "one": path.marker = .any
      case "every": path.marker = .every
      default:
        guard inside.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
          let index = Int(inside)
        else { return false }
        path.steps.append(.index(index))
      }
      cursor = ahead
    }
    return true
  }
}
