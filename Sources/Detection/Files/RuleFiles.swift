import Cores
import Query

/// What rule files come to.
package struct LoadedRules: Sendable {
  /// Rules that alert by themselves, the built-in ones first.
  package var rules: [Rule] = []
  package var correlations: [Correlation] = []
}

/// Rule files read together: filters and correlations may name rules of other files.
package struct RuleFiles {
  private var refusals: [RuleRefusal] = []
  private var rules: [Rule] = []
  /// The places in ``rules``, by what other documents call them.
  private var names = RuleNames()
  private var filters: [(filter: SigmaFilter, path: String)] = []
  private var correlations: [(correlation: SigmaCorrelation, id: String, path: String, text: RuleText)] = []

  /// Reads files, those of ``BuiltInRules`` first where they are wanted: filters narrow these too.
  ///
  /// - Throws: every document that cannot be honoured, with its file and line.
  package static func load(
    _ files: [RuleFile], placeholders: SigmaSyntax.Placeholders = [:]
  ) throws(RuleRefusals) -> LoadedRules {
    var reading = RuleFiles()
    // Thousands of rules are read in the time that their events wait.
    let read = files.mapOnAllCores(heaviestFirst: \.text.utf8.count) {
      ReadRuleFile($0, placeholders: placeholders)
    }
    for file in read { reading.take(file) }
    reading.checkIDs()
    reading.applyFilters()
    let loaded = reading.linked()
    guard reading.refusals.isEmpty else { throw RuleRefusals(all: reading.refusals) }
    return loaded
  }

  private init() {}

  private mutating func take(_ file: ReadRuleFile) {
    switch file.documents {
    case .failure(let refusal): refusals.append(refusal)
    case .success(let documents): for document in documents { take(document, of: file.path) }
    }
  }

  private mutating func take(_ document: ReadRuleFile.Document, of path: String) {
    switch document {
    case .filter(let filter): filters.append((filter, path))
    case .correlation(let correlation, let id, let text): correlations.append((correlation, id, path, text))
    case .rule(let rule, let name):
      names.add(rule, name: name, at: rules.count)
      rules.append(rule)
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
        guard let index = names.place(of: reference.text) else {
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

  // MARK: Correlations

  private mutating func linked() -> LoadedRules {
    var linker = CorrelationLinker(sources: correlations.map { ($0.correlation, $0.id) })
    var silent: Set<Int> = []
    var loud: Set<Int> = []
    for (position, source) in correlations.enumerated() {
      for reference in source.correlation.rules {
        if let index = names.place(of: reference.text) {
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
