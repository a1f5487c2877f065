import Audit
import CloudTrail

/// To: what was acted on, and where.
enum TargetSection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    let row = subject.row
    return [
      DetailsParagraph([
        row.target.map(ShownTarget.form), subject.settings.accountName(row.account), row.region,
      ])
    ]
  }
}
