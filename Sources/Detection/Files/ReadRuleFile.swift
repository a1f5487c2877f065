import Query

/// What one rule file comes to by itself: what names rules of other files is linked later.
struct ReadRuleFile: Sendable {
  enum Document: Sendable {
    /// A rule, and Sigma's name of it.
    case rule(Rule, name: String?)
    case filter(SigmaFilter)
    case correlation(SigmaCorrelation, id: String, RuleText)
  }

  let path: String
  let documents: Result<[Document], RuleRefusal>

  init(_ file: RuleFile, placeholders: SigmaSyntax.Placeholders) {
    path = file.path
    documents = Result { () throws(RuleRefusal) in
      try file.isJSON
        ? [.rule(EventRuleReader(file: file).rule(), name: nil)] : ReadRuleFile.sigma(file, placeholders)
    }
  }

  private static func sigma(
    _ file: RuleFile, _ placeholders: SigmaSyntax.Placeholders
  ) throws(RuleRefusal) -> [Document] {
    let documents: [SigmaDocument]
    do { documents = try SigmaSyntax.documents(from: file.text, placeholders: placeholders) } catch {
      throw RuleRefusal(path: file.path, line: error.line, column: error.column, reason: error.reason)
    }
    let texts = RuleText.all(of: file.text, beginningOn: documents.map(\.header.line))
    return zip(documents, texts).enumerated().map { position, written in
      let unnamed = position == 0 ? file.name : "\(file.name)#\(position + 1)"
      let id = written.0.header.id ?? unnamed
      return switch written.0 {
      case .filter(let filter): .filter(filter)
      case .correlation(let correlation): .correlation(correlation, id: id, written.1)
      case .rule(let rule): .rule(Rule(rule, id: id, path: file.path, written.1), name: rule.header.name)
      }
    }
  }
}

extension Rule {
  fileprivate convenience init(_ sigma: SigmaRule, id: String, path: String, _ text: RuleText) {
    let header = sigma.header
    self.init(
      id: id, title: header.title, description: header.description, level: header.level ?? .medium,
      tags: header.tags, references: header.references, falsePositives: header.falsePositives,
      written: sigma.detection, root: .record, place: RulePlace(path: path, line: header.line),
      testEvents: TestEvents(mustMatch: header.tests.mustMatch, mustNotMatch: header.tests.mustNotMatch),
      text: text)
  }
}
