import Audit
import Query

/// Why it is an alert, and what to do next: the rules' own words.
enum RuleSection {
  static func why(_ subject: DetailsSubject) -> [DetailsParagraph] {
    subject.details.rules.flatMap { rule in
      [
        DetailsParagraph(
          "\(subject.signs.severity(rule.severity)) \(rule.title)", note: rule.severity.name,
          style: rule.severity.style)
      ] + rule.why.map { DetailsParagraph($0) }
        + rule.reasons.map { DetailsParagraph(text(of: $0, in: rule)) }
    }
  }

  /// `eventName is CreateUser (a.yml:12)`.
  private static func text(of reason: MatchReason, in rule: EventDetails.MatchedRule) -> String {
    let field = reason.field.isEmpty ? "the record" : reason.field
    let found = reason.value.map { "\(field) is \($0)" } ?? "\(field) is not what the rule excludes"
    let name = rule.file?.split(separator: "/").last.map(String.init) ?? ""
    return found + (reason.line.map { " (\(name):\($0))" } ?? "")
  }

  static func next(_ subject: DetailsSubject) -> [DetailsParagraph] {
    subject.details.rules.compactMap { $0.description.map { DetailsParagraph($0) } }
  }
}
