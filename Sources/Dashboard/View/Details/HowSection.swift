import Audit
import CloudTrail
import Terminal
import Text

/// How the credentials of an event came about, in one sentence: `kim@corp ▸ CreateAccessKey 13d before ▸ user/backup-svc ▸ this`.
enum HowSection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    guard let lineage = subject.details.lineage,
      let parts = parts(of: lineage, settings: subject.settings)
    else { return [] }
    return [DetailsParagraph(parts.way)] + (parts.gap.map { [DetailsParagraph($0, style: .warn)] } ?? [])
  }

  /// The sentence, and what is missing in it; nil where there is nothing to tell: the event was done with an identity of its own.
  static func parts(of lineage: Lineage, settings: Settings) -> (way: String, gap: String?)? {
    let words = LineageWords(settings: settings)
    let path = lineage.path
    guard let asked = path.last, path.count > 1 || lineage.gap != nil || isNamed(lineage.origin) else {
      return nil
    }
    var parts = [ShownPrincipal.form(of: lineage.origin.principal)]
    for name in [lineage.origin.sourceIdentity, lineage.origin.onBehalfOf].compactMap({ $0 })
    where ExactString(name) != ExactString(lineage.origin.principal) {
      parts[0] += " (\(name))"
    }
    for node in path.dropLast() {
      let age = Wording.age(from: node.row.time, to: asked.row.time)
      parts.append("\(words.actionName(node.row.action)) \(age) before")
      if let holder = node.issued?.holder { parts.append(ShownPrincipal.form(of: holder)) }
    }
    parts.append("this")
    let isLikely = path.contains { !$0.link.isProven }
    let way = parts.joined(separator: " \(Signs(glyphs: settings.glyphs).drilled) ")
    return (
      isLikely ? "\(way)   likely, by names and times" : way, lineage.gap.map { "? \(words.gap($0).text)" }
    )
  }

  private static func isNamed(_ origin: Lineage.Origin) -> Bool {
    origin.sourceIdentity != nil || origin.onBehalfOf.map { $0 != origin.principal } ?? false
  }
}
