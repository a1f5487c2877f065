import YAML

/// Reads one document.
struct SigmaReader {
  let document: YAMLNode
  let placeholders: SigmaSyntax.Placeholders

  func parsed() throws(SigmaError) -> SigmaDocument {
    guard document.mapping != nil else {
      throw SigmaError("a Sigma document is a mapping with title and detection", at: document)
    }
    if let action = document["action"] {
      throw SigmaError("action: collections were removed in version 2; write the rules out", at: action)
    }
    let kinds = ["detection", "filter", "correlation"].filter { document[$0] != nil }
    guard kinds.count == 1, let kind = kinds.first, let body = document[kind] else {
      let reason =
        kinds.isEmpty
        ? "one of detection, filter and correlation is required"
        : "\(kinds.joined(separator: " and ")) in one document"
      throw SigmaError(reason, at: document)
    }
    let header = try header()
    if kind != "correlation" || document["logsource"] != nil { try checkLogsource() }
    switch kind {
    case "detection":
      let detection = try SigmaDetection(body, placeholders: placeholders, reserved: []).predicate()
      return .rule(SigmaRule(header: header, detection: detection))
    case "filter": return .filter(try filter(body, header))
    default: return .correlation(try SigmaCorrelationReader(body: body).correlation(header))
    }
  }

  private func filter(_ body: YAMLNode, _ header: SigmaHeader) throws(SigmaError) -> SigmaFilter {
    let condition = try SigmaDetection(body, placeholders: placeholders, reserved: ["rules"]).predicate()
    guard let rules = body["rules"] else {
      throw SigmaError("a filter names the rules that it narrows under rules", at: body)
    }
    let isAny = rules.text == "any"
    return SigmaFilter(
      header: header, rules: isAny ? nil : try SigmaReader.references(rules), condition: condition)
  }

  /// A list of ids or names; one alone may stand without a list.
  static func references(_ node: YAMLNode) throws(SigmaError) -> [SigmaReference] {
    var references: [SigmaReference] = []
    for element in node.sequence ?? [node] {
      guard let text = element.text, !text.isEmpty else {
        throw SigmaError("the id or the name of a rule is expected", at: element)
      }
      references.append(SigmaReference(text: text, line: element.line, column: element.column))
    }
    if references.isEmpty { throw SigmaError("at least one rule must be named", at: node) }
    return references
  }

  // MARK: What every document has

  private static let statuses = ["stable", "test", "experimental", "deprecated", "unsupported"]
  private static let longestTitle = 256

  private func header() throws(SigmaError) -> SigmaHeader {
    guard let title = try text("title"), !title.isEmpty else {
      throw SigmaError("title is required", at: document)
    }
    guard title.unicodeScalars.count <= SigmaReader.longestTitle else {
      throw SigmaError(
        "title is longer than \(SigmaReader.longestTitle) characters", at: document["title"] ?? document)
    }
    if let status = try text("status"), !SigmaReader.statuses.contains(status), let node = document["status"]
    {
      throw SigmaError("status is one of \(SigmaReader.statuses.joined(separator: " "))", at: node)
    }
    let tests = try document["tests"].map { node throws(SigmaError) in try SigmaTests(node) }
    return SigmaHeader(
      title: title, id: try text("id"), name: try text("name"), description: try text("description") ?? "",
      level: try level(), tags: try texts("tags"), references: try texts("references"),
      falsePositives: try texts("falsepositives"), tests: tests ?? SigmaTests(), line: document.line)
  }

  private func level() throws(SigmaError) -> Severity? {
    guard let word = try text("level"), let node = document["level"] else { return nil }
    guard let level = Severity.allCases.first(where: { $0.name == word }) else {
      throw SigmaError(
        "level is one of \(Severity.allCases.map(\.name).joined(separator: " "))", at: node)
    }
    return level
  }

  private func text(_ key: String) throws(SigmaError) -> String? {
    guard let node = document[key] else { return nil }
    guard let scalar = node.scalar else { throw SigmaError("\(key) must be a text", at: node) }
    return scalar.isNull ? nil : scalar.text
  }

  private func texts(_ key: String) throws(SigmaError) -> [String] {
    guard let node = document[key] else { return [] }
    var texts: [String] = []
    for element in node.sequence ?? [node] {
      guard let scalar = element.scalar else {
        throw SigmaError("\(key) must be a list of texts", at: element)
      }
      if !scalar.isNull { texts.append(scalar.text) }
    }
    return texts
  }

  // MARK: Log source

  /// CloudTrail is `product: aws`, `service: cloudtrail` (Sigma's taxonomy), and has no category.
  private func checkLogsource() throws(SigmaError) {
    guard let source = document["logsource"] else { throw SigmaError("logsource is required", at: document) }
    guard let entries = source.mapping else { throw SigmaError("logsource must be a mapping", at: source) }
    var isSaid = false
    for entry in entries {
      switch entry.key {
      case "product", "service", "category":
        let expected = ["product": "aws", "service": "cloudtrail"][entry.key]
        guard let word = entry.value.text else {
          throw SigmaError("\(entry.key) must be a text", at: entry.value)
        }
        guard word.lowercased() == expected else {
          throw SigmaError(
            "logsource \(entry.key) \"\(word)\" is not CloudTrail's (product: aws, service: cloudtrail)",
            at: entry.value)
        }
        isSaid = true
      default: break
      }
    }
    guard isSaid else { throw SigmaError("logsource names neither product nor service", at: source) }
  }
}
