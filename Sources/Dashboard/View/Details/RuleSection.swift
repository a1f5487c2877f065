import Audit
import Query

/// Why it is an alert, and what to do next: the rules' own words.
enum RuleSection {
  static func why(_ subject: DetailsSubject) -> [DetailsParagraph] {
    subject.details.rules.map { rule in
      DetailsParagraph(
        "\(subject.signs.severity(rule.severity)) \(rule.title)", note: rule.severity.name,
        style: rule.severity.style)
    }
  }

  static func next(_ subject: DetailsSubject) -> [DetailsParagraph] {
    subject.details.rules.compactMap { $0.description.map { DetailsParagraph($0) } }
  }
}
