import YAML

/// Reads what stands below `correlation`.
struct SigmaCorrelationReader {
  let body: YAMLNode

  private static let keys: Set<String> = [
    "type", "rules", "aliases", "group-by", "timespan", "condition", "generate", "field",
    "baseline",
  ]
  /// Kinds of version 2.1 that sum and average numbers; records of CloudTrail have none that a rule could mean.
  private static let otherKinds = ["value_sum", "value_avg", "value_percentile"]

  func correlation(_ header: SigmaHeader) throws(SigmaError) -> SigmaCorrelation {
    guard let entries = body.mapping else { throw SigmaError("correlation must be a mapping", at: body) }
    if let other = entries.first(where: { !SigmaCorrelationReader.keys.contains($0.key) }) {
      throw SigmaError("correlation has no \"\(other.key)\"", at: other)
    }
    let kind = try kind()
    let references = try references(of: kind)
    let timespan = try timespan()
    let groupBy = try texts("group-by")
    if kind == .silence { try checkSilence(groupBy, references, timespan) }
    let (condition, fields) = kind.learns ? (nil, try newFields(of: kind)) : try condition(of: kind)
    return SigmaCorrelation(
      header: header, kind: kind, rules: references, groupBy: groupBy, timespan: timespan,
      baseline: try baseline(of: kind, within: timespan), condition: condition, fields: fields,
      aliases: try aliases(references), generates: try generates())
  }

  private func references(of kind: SigmaCorrelation.Kind) throws(SigmaError) -> [SigmaReference] {
    guard let rules = body["rules"] else {
      if kind == .silence { return [] }
      throw SigmaError("a correlation names its rules", at: body)
    }
    let references = try SigmaReader.references(rules)
    guard references.count <= SigmaCorrelation.mostRules else {
      throw SigmaError("a correlation names at most \(SigmaCorrelation.mostRules) rules", at: rules)
    }
    return references
  }

  private func kind() throws(SigmaError) -> SigmaCorrelation.Kind {
    guard let node = body["type"], let word = node.text else {
      throw SigmaError("a correlation has a type", at: body["type"] ?? body)
    }
    if let kind = SigmaCorrelation.Kind(rawValue: word) { return kind }
    let known = SigmaCorrelation.Kind.allCases.map(\.rawValue).joined(separator: " ")
    throw SigmaError(
      SigmaCorrelationReader.otherKinds.contains(word)
        ? "\(word) is not supported: type is one of \(known)" : "type is one of \(known)", at: node)
  }

  func texts(_ key: String) throws(SigmaError) -> [String] {
    guard let node = body[key] else { return [] }
    var texts: [String] = []
    for element in node.sequence ?? [node] {
      guard let text = element.text, !text.isEmpty else {
        throw SigmaError("\(key) is a list of fields", at: element)
      }
      texts.append(text)
    }
    return texts
  }

  private func timespan() throws(SigmaError) -> Int64 {
    guard let node = body["timespan"] else { throw SigmaError("a correlation has a timespan", at: body) }
    return try span("timespan", node, such: "10m")
  }

  /// A number and one of `s m h d w M y`, in milliseconds; a month is 30 days, a year 365.
  func span(_ key: String, _ node: YAMLNode, such example: String) throws(SigmaError) -> Int64 {
    let units: [Character: Int64] = [
      "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "M": 2_592_000, "y": 31_536_000,
    ]
    guard let text = node.text, let letter = text.last, let unit = units[letter],
      let count = Int64(text.dropLast()), (1...1_000_000).contains(count)
    else { throw SigmaError("\(key) is a number and one of s m h d w M y, such as \(example)", at: node) }
    return count * unit * 1000
  }

  private func condition(
    of kind: SigmaCorrelation.Kind
  ) throws(SigmaError) -> (SigmaCorrelation.Condition?, fields: [String]) {
    let counts = kind == .eventCount || kind == .valueCount
    guard let node = body["condition"] else {
      if counts { throw SigmaError("\(kind.rawValue) has a condition such as gte: 10", at: body) }
      return (nil, [])
    }
    guard let entries = node.mapping else {
      throw SigmaError("condition must be a mapping such as gte: 10", at: node)
    }
    var bounds: [(SigmaCorrelation.Comparison, Int)] = []
    var fields: [String] = []
    for entry in entries {
      if entry.key == "field" {
        fields = try self.fields(entry.value)
      } else if let comparison = SigmaCorrelation.Comparison(rawValue: entry.key) {
        bounds.append((comparison, try number(entry.value)))
      } else {
        throw SigmaError("condition has no \"\(entry.key)\"", at: entry)
      }
    }
    if bounds.isEmpty { throw SigmaError("condition compares with one of gt gte lt lte eq neq", at: node) }
    if kind == .valueCount, fields.isEmpty { throw SigmaError("value_count counts a field", at: node) }
    if kind != .valueCount, !fields.isEmpty { throw SigmaError("field is value_count's", at: node) }
    return (SigmaCorrelation.Condition(bounds: bounds), fields)
  }

  private func fields(_ node: YAMLNode) throws(SigmaError) -> [String] {
    var fields: [String] = []
    for element in node.sequence ?? [node] {
      guard let text = element.text else { throw SigmaError("field is the name of a field", at: element) }
      fields.append(text)
    }
    return fields
  }

  private func number(_ node: YAMLNode) throws(SigmaError) -> Int {
    guard let text = node.text, let number = Int(text), (0...1_000_000).contains(number) else {
      throw SigmaError("a whole number from 0 to 1000000 is expected", at: node)
    }
    return number
  }

  private func aliases(_ references: [SigmaReference]) throws(SigmaError) -> [SigmaCorrelation.Alias] {
    guard let node = body["aliases"] else { return [] }
    guard let entries = node.mapping else { throw SigmaError("aliases must be a mapping", at: node) }
    let known = Set(references.map(\.text))
    var aliases: [SigmaCorrelation.Alias] = []
    for entry in entries {
      guard let rules = entry.value.mapping else {
        throw SigmaError("an alias says for each rule which field it stands for", at: entry)
      }
      var fields: [String: String] = [:]
      for rule in rules {
        guard known.contains(rule.key) else {
          throw SigmaError("\"\(rule.key)\" is none of the correlation's rules", at: rule)
        }
        guard let field = rule.value.text else {
          throw SigmaError("the name of a field is expected", at: rule)
        }
        fields[rule.key] = field
      }
      aliases.append(SigmaCorrelation.Alias(name: entry.key, fields: fields))
    }
    return aliases
  }

  private func generates() throws(SigmaError) -> Bool {
    guard let node = body["generate"] else { return false }
    switch node.text {
    case "true": return true
    case "false": return false
    default: throw SigmaError("generate is true or false", at: node)
    }
  }
}
