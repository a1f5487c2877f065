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
        since(subject).map { "since \($0)" },
      ]),
    ]
  }

  /// When the session began: a clock time where it was the event's day.
  private static func since(_ subject: DetailsSubject) -> String? {
    guard let written = subject.facts.sessionStart, let start = Timestamp(written) else { return nil }
    let times = subject.times
    guard times.civil(start).date == times.civil(subject.row.time).date else { return times.whole(start) }
    return times.clock(start) + times.offset(at: start)
  }
}
