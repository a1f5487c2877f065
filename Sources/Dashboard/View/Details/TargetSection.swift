import Audit

/// To: what was acted on, and where.
enum TargetSection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    let row = subject.row
    return [DetailsParagraph([row.target, subject.settings.accountName(row.account), row.region])]
  }
}
