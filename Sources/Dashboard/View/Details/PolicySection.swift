import Audit
import CloudTrail
import Query
import Terminal
import Text

/// The event's policies written out, with marks; the one that is written as its difference to the version
/// before, where asked for.
enum PolicySection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    let written = subject.details.policies.firstIndex(where: \.isRequested)
    return subject.details.policies.enumerated().flatMap { index, policy in
      let kind = PolicyWords.kind(of: policy, action: subject.row.action)
      let title = kind.prefix(1).uppercased() + kind.dropFirst()
      if index == written, subject.showsDifference { return difference(subject, title: title) }
      let heading = DetailsParagraph.heading(title + (policy.isRequested ? "" : ", in the response"), .policy)
      return [heading] + whole(policy.document, subject)
    }
  }

  private static func whole(_ policy: PolicyDocument, _ subject: DetailsSubject) -> [DetailsParagraph] {
    policy.lines(marking: subject.findings(in: policy)).map { line in
      .flush(
        ([line.text] + line.findings.map { PolicyWords.mark($0, subject.signs) }).joined(separator: "   "),
        style: PolicyWords.style(line.findings))
    }
  }

  /// The event that wrote the version before, in words.
  static func source(_ earlier: EarlierPolicy, _ times: Times) -> String {
    "\(times.whole(earlier.row.time)), \(earlier.row.action) by \(ShownPrincipal.form(of: earlier.row.principal))"
  }

  /// The difference to the version before; nil where none is known.
  static func difference(_ subject: DetailsSubject) -> PolicyDiff? {
    guard case .found(let earlier) = subject.earlier,
      let policy = subject.details.policies.first(where: \.isRequested)?.document
    else { return nil }
    return PolicyDiff(
      from: earlier.document.lines(), to: policy.lines(marking: subject.findings(in: policy)))
  }

  private static func difference(_ subject: DetailsSubject, title: String) -> [DetailsParagraph] {
    let heading = DetailsParagraph.heading(title, .policy)
    guard case .found(let earlier) = subject.earlier, let diff = difference(subject) else {
      let policy = subject.details.policies.first(where: \.isRequested)?.document
      return [heading, .flush("no earlier version is held", style: .dim)]
        + (policy.map { whole($0, subject) } ?? [])
    }
    let what = subject.row.isError ? "refused; it would have changed" : "compared with"
    return [heading, .flush("\(what) \(source(earlier, subject.times))", style: .dim)]
      + folded(diff).map { text($0, subject.signs) }
  }

  private static func text(_ part: Part, _ signs: Signs) -> DetailsParagraph {
    switch part {
    case .fold(let count):
      return .flush("  \(signs.glyphs.ellipsis) \(grouped(count)) lines as before", style: .dim)
    case .line(let line):
      let marks = line.findings.map { PolicyWords.mark($0, signs) }
      let text = ([line.text] + marks).joined(separator: "   ")
      return switch line.change {
      case .kept: .flush("  " + text, style: .dim)
      case .added:
        .flush("+ " + text, style: line.findings.isEmpty ? .good : PolicyWords.style(line.findings))
      case .removed: .flush("- " + text, style: .high)
      }
    }
  }

  private enum Part {
    case line(PolicyDiff.Line)
    /// So many lines that did not change.
    case fold(Int)
  }

  /// Lines without a change in reach are left out.
  private static func folded(_ diff: PolicyDiff) -> [Part] {
    let reach = 3
    let changed = diff.lines.indices.filter { diff.lines[$0].change != .kept }
    guard !changed.isEmpty else { return [.fold(diff.lines.count)] }
    var parts: [Part] = []
    var next = 0
    for (place, change) in changed.enumerated() {
      let first = max(next, change - reach)
      if first > next { parts.append(.fold(first - next)) }
      let following = place + 1 < changed.count ? changed[place + 1] : diff.lines.count
      next = min(change + reach + 1, following)
      parts += diff.lines[first..<next].map(Part.line)
    }
    if next < diff.lines.count { parts.append(.fold(diff.lines.count - next)) }
    return parts
  }
}
