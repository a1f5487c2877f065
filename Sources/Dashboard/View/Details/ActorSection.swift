import Audit
import CloudTrail

/// Who: the principal, and by which credentials.
enum ActorSection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    let (row, facts) = (subject.row, subject.facts)
    let home = facts.principalAccount.flatMap { $0 == row.account ? nil : subject.settings.accountName($0) }
    return [
      DetailsParagraph([
        ShownPrincipal.form(of: row.principal), row.principalType, home.map { "of \($0)" },
      ]),
      DetailsParagraph([
        row.session.map { "session \($0)" }, facts.sourceIdentity.map { "source identity \($0)" },
        facts.invokedBy.map { "called by \($0)" },
      ]),
      DetailsParagraph([
        facts.accessKey.map { "key \($0)" }, facts.usedMFA.map { $0 ? "with MFA" : "without MFA" },
        facts.sessionStart.map { "since \($0)" },
      ]),
    ]
  }
}
