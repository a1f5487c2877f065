import Query

/// What rule files come to.
package struct LoadedRules: Sendable {
  /// Rules that alert by themselves, the built-in ones first.
  package var rules: [Rule] = []
  package var correlations: [Correlation] = []
}

/// Rule files read together: filters and correlations may name rules of other files.
package struct RuleFiles {
  private var placeholders: SigmaSyntax.Placeholders
  private var refusals: [RuleRefusal] = []
  private var rules: [Rule] = []
  /// Sigma's names of rules, by the rule's place in ``rules``.
  private var names: [Int: String] = [:]
  private var filters: [(filter: SigmaFilter, path: String)] = []
  private var correlations: [(correlation: SigmaCorrelation, id: String, path: String, text: RuleText)] = []

  /// Reads files, those of ``BuiltInRules`` first where they are wanted: filters narrow these too.
  ///
  /// - Throws: every document that cannot be honoured, with its file and line.
  package static func load(
    _ files: [RuleFile], placeholders: SigmaSyntax.Placeholders = [:]
  ) throws(RuleRefusals) -> LoadedRules {
    var reading = RuleFiles(placeholders: placeholders)
    for file in files { reading.read(file) }
    reading.checkIDs()
    reading.applyFilters()
    let loaded = reading.linked()
    guard reading.refusals.isEmpty else { throw RuleRefusals(all: reading.refusals) }
    return loaded
  }

  private init(placeholders: SigmaSyntax.Placeholders) { self.placeholders = placeholders }

  // MARK: Reading

  private mutating func read(_ file: RuleFile) {
    guard !file.isJSON else {
      do { rules.append(try EventRuleReader(file: file).rule()) } catch { refusals.append(error) }
      return
    }
    do {
      let documents = try SigmaSyntax.documents(from: file.text, placeholders: placeholders)
      for (position, document) in documents.enumerated() {
        let unnamed = position == 0 ? file.name : "\(file.name)#\(position + 1)"
        // What stands above the first document, a comment perhaps, is shown with it.
        let text = RuleText(
          of: file.text, from: position == 0 ? 1 : document.header.line,
          before: position + 1 < documents.count ? documents[position + 1].header.line : nil)
        take(document, id: document.header.id ?? unnamed, of: file, text)
      }
    } catch {
      refusals.append(
        RuleRefusal(path: file.path, line: error.line, column: error.column, reason: error.reason))
    }
  }

  private mutating func take(_ document: SigmaDocument, id: String, of file: RuleFile, _ text: RuleText) {
    switch document {
    case .filter(let filter): filters.append((filter, file.path))
    case .correlation(let correlation): correlations.append((correlation, id, file.path, text))
    case .rule(let rule):
      if let name = rule.header.name { names[rules.count] = name }
      rules.append(Rule(rule, id: id, path: file.path, text))
    }
  }

  private mutating func checkIDs() {
    var places: [String: RulePlace] = [:]
    let placed =
      rules.map { ($0.id, $0.place) }
      + correlations.map { ($0.id, RulePlace(path: $0.path, line: $0.correlation.header.line)) }
    for (id, place) in placed {
      guard let place, let known = places.updateValue(place, forKey: id) else { continue }
      refuse("the id \"\(id)\" is that of \(known) too", line: place.line, of: place.path)
    }
  }

  private mutating func refuse(_ reason: String, line: Int, column: Int = 1, of path: String) {
    refusals.append(RuleRefusal(path: path, line: line, column: column, reason: reason))
  }

  // MARK: Filters

  private mutating func applyFilters() {
    for (filter, path) in filters {
      guard let references = filter.rules else {
        rules = rules.map { $0.root == .record ? $0.narrowed(by: filter.condition) : $0 }
        continue
      }
      for reference in references {
        guard let index = rule(reference) else {
          refuse(
            "the filter's rule \"\(reference.text)\" is not loaded", line: reference.line,
            column: reference.column, of: path)
          continue
        }
        guard rules[index].root == .record else {
          refuse(
            "a Sigma filter narrows no event pattern, such as \"\(reference.text)\"", line: reference.line,
            column: reference.column, of: path)
          continue
        }
        rules[index] = rules[index].narrowed(by: filter.condition)
      }
    }
  }

  /// The rule of an id or a name; else the only one of that title, as rules are often written.
  private func rule(_ reference: SigmaReference) -> Int? {
    if let index = rules.firstIndex(where: { $0.id == reference.text }) { return index }
    if let index = names.first(where: { $0.value == reference.text })?.key { return index }
    let titled = rules.indices.filter {
      rules[$0].title == reference.text && rules[$0].place?.isBuiltIn == false
    }
    return titled.count == 1 ? titled[0] : nil
  }

  // MARK: Correlations

  private mutating func linked() -> LoadedRules {
    var linker = CorrelationLinker(sources: correlations.map { ($0.correlation, $0.id) })
    var silent: Set<Int> = []
    var loud: Set<Int> = []
    for (position, source) in correlations.enumerated() {
      for reference in source.correlation.rules {
        if let index = rule(reference) {
          linker.add(rules[index], to: position, as: reference.text)
          if source.correlation.generates { loud.insert(index) } else { silent.insert(index) }
        } else if let reason = linker.add(reference.text, to: position) {
          refuse(reason, line: reference.line, column: reference.column, of: source.path)
        }
      }
    }
    if let (position, reason) = linker.circle {
      let header = correlations[position].correlation.header
      refuse(reason, line: header.line, of: correlations[position].path)
      return LoadedRules()
    }
    let kept = rules.indices.filter { !silent.contains($0) || loud.contains($0) }
    return LoadedRules(
      rules: kept.map { rules[$0] },
      correlations: linker.correlations(correlations.map { ($0.path, $0.text) }))
  }
}

extension Rule {
  fileprivate init(_ sigma: SigmaRule, id: String, path: String, _ text: RuleText) {
    let header = sigma.header
    self.init(
      id: id, title: header.title, description: header.description, level: header.level ?? .medium,
      tags: header.tags, references: header.references, falsePositives: header.falsePositives,
      written: sigma.detection, root: .record, place: RulePlace(path: path, line: header.line),
      testEvents: TestEvents(mustMatch: header.tests.mustMatch, mustNotMatch: header.tests.mustNotMatch),
      text: text)
  }
}
