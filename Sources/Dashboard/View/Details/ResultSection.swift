import Audit
import CloudTrail
import Terminal

/// Got: why a call failed. The message of a refusal is taken apart, any other stands as it is.
enum ResultSection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    guard let message = subject.facts.errorMessage, !message.isEmpty else { return [] }
    let style = Painter.style(of: subject.row)
    guard subject.row.isError, let denied = DeniedMessage(message) else {
      return [DetailsParagraph(message, style: style)]
    }
    return text(denied, subject, style: style)
  }

  private static func text(
    _ denied: DeniedMessage, _ subject: DetailsSubject, style: Style
  ) -> [DetailsParagraph] {
    [
      DetailsParagraph(cause(denied), style: style),
      DetailsParagraph([denied.principal.map { "who     \(name($0, subject))" }]),
      DetailsParagraph([denied.action.map { "what    \($0)" }]),
      DetailsParagraph([denied.resource.map { "on      \(name($0, subject))" }]),
      DetailsParagraph([denied.policyARN.map { "policy  \($0)" }]),
      DetailsParagraph([hint(denied)], style: .dim),
      DetailsParagraph(
        [denied.isEncoded ? "the rest is encoded: only sts:DecodeAuthorizationMessage reads it" : nil],
        style: .dim),
    ]
  }

  /// An ARN by its resource, and by its account where that is not the event's.
  private static func name(_ arn: String, _ subject: DetailsSubject) -> String {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    let account = parts.count == 6 && !parts[4].isEmpty ? String(parts[4]) : subject.row.account
    let isElsewhere = account != subject.row.account
    return ShownTarget.form(of: arn) + (isElsewhere ? "   of \(subject.settings.accountName(account))" : "")
  }

  /// What decided, in words.
  private static func cause(_ denied: DeniedMessage) -> String {
    let policy = denied.policy?.rawValue
    let through = denied.through.map { ", through a \($0.rawValue)" } ?? ""
    return switch denied.verdict {
    case .explicitDeny: "denied: explicit deny" + (policy.map { " in a \($0)" } ?? "") + through
    case .noAllow: "denied: no \(policy ?? "policy") allows it" + through
    case .unsaid: policy.map { "denied by a \($0)" } ?? "denied; the message does not say by which policy"
    }
  }

  /// What follows from it for who wants to do it, or to know why it could not be done.
  private static func hint(_ denied: DeniedMessage) -> String? {
    switch (denied.verdict, denied.policy) {
    // The IAM user guide: of a service control policy the message says so "even if the denial is implicit".
    case (.explicitDeny, .serviceControl): "or no Allow in it: AWS words both alike for these policies"
    case (.explicitDeny, _): "a Deny decides: no Allow elsewhere helps"
    case (.noAllow, .some): "no Deny was met: an Allow is missing there"
    default: nil
    }
  }
}
