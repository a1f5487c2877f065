import Audit
import CloudTrail
import Query
import Terminal

/// With: the policies that an event names or carries, each in a line with what is marked in it.
enum PolicySummary {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    named(subject) + subject.details.policies.flatMap { carried($0, subject) } + change(subject)
  }

  /// A managed policy, named by its ARN.
  private static func named(_ subject: DetailsSubject) -> [DetailsParagraph] {
    guard let arn = subject.facts.policyARN, subject.details.policies.isEmpty else { return [] }
    let short = managedName(subject) ?? arn
    guard let known = ManagedPolicy(arn: arn), known.isGranted(by: subject.row.action) else {
      return arn == subject.row.target ? [] : [DetailsParagraph(short)]
    }
    let mark = "\(subject.signs.severity(known.kind.severity)) \(PolicyWords.text(known.kind))"
    return [DetailsParagraph(short, note: mark, style: known.kind.severity.style)]
  }

  /// The name in a managed policy's ARN.
  private static func managedName(_ subject: DetailsSubject) -> String? {
    guard let name = subject.facts.policyARN.map(ShownTarget.form) else { return nil }
    return name.hasPrefix("policy/") ? String(name.dropFirst(7)) : name
  }

  private static func carried(_ policy: FoundPolicy, _ subject: DetailsSubject) -> [DetailsParagraph] {
    let findings = subject.findings(in: policy.document)
    let name = policy.isRequested ? subject.facts.policyName ?? managedName(subject) : nil
    let kind = PolicyWords.kind(of: policy, action: subject.row.action)
    let marks = PolicyWords.marks(findings, subject.signs)
    return [
      DetailsParagraph(
        [[kind, name].compactMap { $0 }.joined(separator: " ")] + marks, style: PolicyWords.style(findings))
    ]
  }

  /// How the policy differs from the version before, in a line.
  private static func change(_ subject: DetailsSubject) -> [DetailsParagraph] {
    switch subject.earlier {
    case .notAsked, .asked: return []
    case .failed: return [DetailsParagraph("the version before could not be looked for", style: .warn)]
    case .notHeld: return [DetailsParagraph("no earlier version is held", style: .dim)]
    case .found(let earlier):
      guard let diff = PolicySection.difference(subject) else { return [] }
      let isSame = diff.added + diff.removed == 0
      let change = isSame ? "the same as" : "+\(diff.added) -\(diff.removed) since"
      let key = subject.settings.keymap.bindings.first { $0.command == .difference }?.keys.first
      let note = isSame ? nil : key.map { "(\($0))" }
      return [
        DetailsParagraph(
          "\(change) \(PolicySection.source(earlier, subject.times))", note: note, style: isSame ? .dim : .new
        )
      ]
    }
  }
}
